// Keeps the shell of Lazo and the pages seen last, so that they can be read without a connection. The server writes
// VERSION and SHELL above this line. Only pages are kept, never parts of pages, and only the last user's.
const ASSETS = `lazo-assets-${VERSION}`;
const PAGES = "lazo-pages";
const MOST = 50;
const SAVED = "x-lazo-saved";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(ASSETS)
      .then((cache) => cache.addAll([...SHELL, "/offline"]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("lazo-assets-") && name !== ASSETS).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // Whoever comes to the sign-in page has no session any more.
  if (url.pathname === "/sign-out" || url.pathname === "/sign-in") {
    event.waitUntil(caches.delete(PAGES));
  }
  // On the way to the identity provider the server wants to know from which site one comes.
  if (request.method !== "GET" || url.pathname.startsWith("/sign-in/sso")) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(request, url));
});

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(ASSETS)).put(request, answer.clone());
  return answer;
}

async function page(request, url) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && worthKeeping(answer, url)) await keep(request, answer.clone());
    return answer;
  } catch {
    return (await saved(request)) || (await caches.match("/offline"));
  }
}

function worthKeeping(answer, url) {
  const outside = ["/sign-in", "/setup", "/offline", "/account", "/settings"].some((path) => url.pathname.startsWith(path));
  return !outside && (answer.headers.get("content-type") || "").startsWith("text/html");
}

async function keep(request, answer) {
  const headers = new Headers(answer.headers);
  headers.set(SAVED, new Date().toISOString());
  headers.delete("content-encoding");
  const cache = await caches.open(PAGES);
  await cache.delete(request);
  await cache.put(request, new Response(await answer.blob(), { status: answer.status, headers }));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
}

/** The saved page says in its first tag when it was saved; the script of the page shows it. */
async function saved(request) {
  const kept = await (await caches.open(PAGES)).match(request, { ignoreVary: true });
  if (!kept) return null;
  const html = await kept.text();
  const at = kept.headers.get(SAVED);
  return new Response(html.replace("<html ", `<html data-saved-at="${at}" `), { status: 200, headers: kept.headers });
}

self.addEventListener("message", (event) => {
  if (event.data?.kind === "forget") event.waitUntil(caches.delete(PAGES));
});
