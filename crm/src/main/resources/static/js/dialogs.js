// Dialogs: [data-open=id] opens one, [data-close] and a click beside it close it, and what htmx brings with
// data-autoopen opens by itself. The server closes one with the event lazo:close.
const { $, $$, onContent } = lazo;
const opened = new WeakMap();

function show(dialog) {
  if (dialog.open) return;
  opened.set(dialog, document.activeElement);
  dialog.showModal();
  $("[data-autofocus]", dialog)?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener && opener.dataset.open !== "palette") {
    const dialog = document.getElementById(opener.dataset.open);
    opener.closest("[popover]")?.hidePopover();
    if (dialog) show(dialog);
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog.modal, dialog.palette")) closeIfOutside(event);
  if (event.target.closest("[data-back]")) history.length > 1 ? history.back() : location.assign("/");
});

function closeIfOutside(event) {
  const box = event.target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside && event.detail > 0) event.target.close();
}

document.addEventListener(
  "close",
  (event) => {
    const before = opened.get(event.target);
    if (before?.isConnected) before.focus();
    if (event.target.dataset.autoopen !== undefined) event.target.remove();
  },
  true,
);

document.addEventListener("lazo:close", () => $$("dialog[open]").forEach((dialog) => dialog.close()));

onContent((root) => {
  const found = root.matches?.("dialog[data-autoopen]") ? [root] : $$("dialog[data-autoopen]", root);
  found.forEach(show);
});

lazo.show = show;
