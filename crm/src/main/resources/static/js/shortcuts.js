// Single keys, never while typing, and only if the user keeps them on. G and C wait for a second key.
const { $, $$, word } = lazo;
const PAUSE = 900;
let first = "";
let firstAt = 0;

function typing(event) {
  return event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog, [popover]");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest?.("form");
    if (form && !event.target.closest("#palette")) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (event.key === "Enter" && event.target.matches?.("[data-row]")) {
    $("a", event.target)?.click();
    return;
  }
  if (word("shortcuts") !== "on" || typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (second(key)) {
    event.preventDefault();
    first = "";
    return;
  }
  first = key;
  firstAt = Date.now();
  if (single(key)) event.preventDefault();
});

function second(key) {
  if (Date.now() - firstAt > PAUSE) return false;
  if (first === "g") {
    const link = $(`.nav [data-go="${CSS.escape(key)}"]`);
    if (link) location.assign(link.href);
    return Boolean(link);
  }
  if (first === "c") {
    const action = $(`#palette [data-create="${CSS.escape(key)}"]`);
    if (action) lazo.palette.run(action);
    return Boolean(action);
  }
  return false;
}

function single(key) {
  if (key === "/") {
    const search = $("[data-shortcut-search]");
    search ? search.focus() : lazo.palette.open();
  } else if (key === "?") {
    lazo.show($("#shortcuts"));
  } else if (key === "[") {
    const app = $(".app");
    app.dataset.nav = app.dataset.nav === "slim" ? "open" : "slim";
    const secure = location.protocol === "https:";
    document.cookie = `${secure ? "__Host-" : ""}lazo_nav=${app.dataset.nav}; path=/; max-age=31536000; samesite=lax${secure ? "; secure" : ""}`;
  } else if (key === "j" || key === "k") {
    return lazo.moveRow(key === "j" ? 1 : -1);
  } else if (key === "x") {
    const check = $(".row-check", document.activeElement);
    if (!check) return false;
    check.click();
  } else {
    const target = $(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    target.click();
  }
  return true;
}
