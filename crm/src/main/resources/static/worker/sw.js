// Keeps the shell of Lazo and the pages seen last, so that they can be read without a connection. The server writes
// VERSION and SHELL above this line. Only pages are kept, never parts of pages, and only the last user's: encrypted with a
// key that no script can read out, which is forgotten at the end of the session or some hours after Lazo last answered.
const ASSETS = `lazo-assets-${VERSION}`;
const PAGES = "lazo-pages";
const MOST = 50;
const READABLE = 12 * 60 * 60 * 1000;
const STORE = "kept";

/** How many sessions have ended: a page that was asked for in one is not kept once it has. */
let ended = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(ASSETS)
      .then((cache) => cache.addAll([...SHELL, new Request("/offline", { credentials: "omit" })]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== ASSETS).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // Whoever comes to the sign-in page has no session any more.
  if (url.pathname === "/sign-out" || url.pathname === "/sign-in") {
    event.waitUntil(forget());
  }
  // On the way to the identity provider the server wants to know from which site one comes.
  if (request.method !== "GET" || url.pathname.startsWith("/sign-in/sso")) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(ASSETS)).put(request, answer.clone());
  return answer;
}

async function page(event, url) {
  const session = ended;
  try {
    const answer = await fetch(event.request);
    if (answer.ok && !answer.redirected && worthKeeping(answer, url)) {
      event.waitUntil(keep(url, answer.clone(), session).catch(() => {}));
    }
    return answer;
  } catch {
    return (await saved(url).catch(() => null)) || (await caches.match("/offline"));
  }
}

function worthKeeping(answer, url) {
  const outside = ["/sign-in", "/setup", "/offline", "/account", "/settings"].some((path) => url.pathname.startsWith(path));
  return !outside && (answer.headers.get("content-type") || "").startsWith("text/html");
}

/** What is kept besides the pages: the key, what makes their names, and until when they may be read. */
function kept(mode, act) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("lazo", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction(STORE, mode);
      const asked = act(change.objectStore(STORE));
      change.oncomplete = () => {
        opening.result.close();
        done(asked.result);
      };
      change.onerror = () => failed(change.error);
    };
  });
}

/** The secret as long as it may be used, or null. */
async function secret() {
  const known = await kept("readonly", (store) => store.get("secret"));
  if (known && known.until > Date.now()) return known;
  await clear();
  return null;
}

/** The secret, for longer or made anew; null if the session has ended meanwhile. */
async function lastingSecret(session) {
  const known = (await secret()) ?? {
    key: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]),
    salt: crypto.getRandomValues(new Uint8Array(32)),
  };
  if (session !== ended) return null;
  await kept("readwrite", (store) => store.put({ ...known, until: Date.now() + READABLE }, "secret"));
  return known;
}

function forget() {
  ended++;
  return clear();
}

async function clear() {
  await kept("readwrite", (store) => store.clear());
  await caches.delete(PAGES);
}

/** An address may tell as much as its page, so it does not stand in the cache. */
async function place(url, { salt }) {
  const address = new TextEncoder().encode(url.pathname + url.search);
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array([...salt, ...address]));
  return `/offline/${Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("")}`;
}

async function keep(url, answer, session) {
  const known = await lastingSecret(session);
  if (!known) return;
  const headers = [...answer.headers].filter(([name]) => !["content-encoding", "content-length"].includes(name));
  const page = { address: url.pathname + url.search, at: new Date().toISOString(), headers, html: await answer.text() };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, known.key, new TextEncoder().encode(JSON.stringify(page)));
  const name = await place(url, known);
  if (session !== ended) return;
  const cache = await caches.open(PAGES);
  await cache.delete(name);
  await cache.put(name, new Response(new Blob([iv, sealed])));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
}

async function opened(answer, { key }) {
  const sealed = new Uint8Array(await answer.arrayBuffer());
  const page = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.slice(0, 12) }, key, sealed.slice(12));
  return JSON.parse(new TextDecoder().decode(page));
}

/** The saved page says in its first tag when it was saved; the script of the page shows it. */
async function saved(url) {
  const known = await secret();
  const found = known && (await (await caches.open(PAGES)).match(await place(url, known)));
  if (!found) return null;
  const { at, headers, html } = await opened(found, known);
  return new Response(html.replace("<html ", `<html data-saved-at="${at}" `), { status: 200, headers });
}

/** What can still be read, the latest first. */
async function seen() {
  const known = await secret();
  if (!known) return [];
  const cache = await caches.open(PAGES);
  const pages = (await cache.keys()).reverse().slice(0, 12).map(async (name) => {
    const { address, html } = await opened(await cache.match(name), known);
    return { address, html };
  });
  return Promise.all(pages);
}

self.addEventListener("message", (event) => {
  if (event.data?.kind === "forget") event.waitUntil(forget());
  if (event.data?.kind === "seen") event.waitUntil(seen().then((pages) => event.ports[0].postMessage(pages)));
});
