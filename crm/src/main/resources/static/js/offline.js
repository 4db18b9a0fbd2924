// Without a connection: a banner says so, and the service worker shows the pages seen last with the time they are of.
const { $, $$, word } = lazo;
const { savedAt } = document.documentElement.dataset;
const LAST_USER = "lazo.user";

function show() {
  $$("[data-offline]").forEach((banner) => (banner.hidden = navigator.onLine && !savedAt));
}

if (savedAt) {
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date(savedAt));
  $$("[data-offline-note]").forEach((note) => (note.textContent = word("savedAt", time)));
}
addEventListener("online", () => {
  show();
  // A saved page is replaced by the real one, once the connection stays and unless somebody is already on the way.
  if (savedAt || $("[data-seen]")) setTimeout(() => navigator.onLine && location.reload(), 1500);
});
addEventListener("offline", show);
show();

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-reload]")) return;
  event.preventDefault();
  location.reload();
});

/** The page without a connection lists what can still be read. */
async function listSeen(box) {
  const list = $("ul", box);
  const channel = new MessageChannel();
  const answer = new Promise((done) => (channel.port1.onmessage = (event) => done(event.data)));
  navigator.serviceWorker.controller?.postMessage({ kind: "seen" }, [channel.port2]);
  for (const { address, html } of await answer) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const link = document.createElement("a");
    link.className = "item-row";
    link.href = address;
    link.textContent = page.title.split(" · ")[0];
    list.append(Object.assign(document.createElement("li"), { className: "" }));
    list.lastChild.append(link);
    box.hidden = false;
  }
}

/** Saved pages belong to one user. */
function forgetOthers() {
  try {
    const last = localStorage.getItem(LAST_USER);
    if (word("user") && last && last !== word("user")) navigator.serviceWorker.controller?.postMessage({ kind: "forget" });
    if (word("user")) localStorage.setItem(LAST_USER, word("user"));
  } catch {
    // No storage: nothing was kept either.
  }
}

if ("serviceWorker" in navigator && isSecureContext) {
  if (!savedAt && navigator.onLine) forgetOthers();
  if ($("[data-seen]")) listSeen($("[data-seen]"));
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
