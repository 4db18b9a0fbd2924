// The bell: the server says how much there is to read, over one line while the page is looked at. Where no line comes
// about, the page asks once a minute.
const { $$, word } = lazo;
const MINUTE = 60_000;
let line;
let polling;

function show(unread) {
  for (const bell of $$("[data-bell]")) {
    const count = bell.querySelector("[data-unread]");
    count.textContent = unread > 99 ? "99+" : unread;
    count.hidden = !unread;
    bell.setAttribute("aria-label", unread ? bell.dataset.some.replace("{0}", unread) : bell.dataset.none);
  }
}

async function ask() {
  if (document.visibilityState !== "visible" || !navigator.onLine) return;
  const answer = await fetch("/account/notifications/unread").catch(() => null);
  if (answer?.ok && !answer.redirected) show(Number(await answer.text()));
}

function poll() {
  polling ??= setInterval(ask, MINUTE);
}

function open() {
  if (line || polling || !word("user") || !$$("[data-bell]").length) return;
  if (!window.EventSource) return poll();
  line = new EventSource("/account/notifications/stream");
  line.addEventListener("unread", (event) => show(Number(event.data)));
  line.onerror = () => {
    if (line?.readyState === EventSource.CLOSED) {
      close();
      poll();
    }
  };
}

function close() {
  line?.close();
  line = undefined;
}

// A page nobody looks at needs no line; browsers have few of them.
document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? open() : close()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
if (document.visibilityState === "visible") open();
