// Without a connection: a banner says so, and the service worker shows the pages seen last.
const { $$, word } = lazo;

function show() {
  $$("[data-offline]").forEach((banner) => (banner.hidden = navigator.onLine && !savedAt));
}

let savedAt;
addEventListener("online", show);
addEventListener("offline", show);
show();

if ("serviceWorker" in navigator && isSecureContext) {
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.kind !== "saved-copy") return;
    savedAt = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date(data.at));
    $$("[data-offline-note]").forEach((note) => (note.textContent = word("savedAt", savedAt)));
    show();
  });
  addEventListener("load", async () => {
    await navigator.serviceWorker.register("/sw.js");
    const worker = await navigator.serviceWorker.ready;
    worker.active?.postMessage({ kind: "shown", url: location.href, user: word("user") });
  });
}
