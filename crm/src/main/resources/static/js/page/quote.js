// The editor of a document: rows are dragged or moved with Alt and arrows, removed and brought back; what they come to is
// reckoned by the server, to which every change goes by itself.
"use strict";
(() => {
  const { $, $$ } = lazo;
  const form = $("#doc-form");
  const rows = $("#rows");
  if (!form || !rows) return;
  const changed = () => form.dispatchEvent(new Event("lines"));

  if (window.Sortable) Sortable.create(rows, { handle: ".grip", animation: 140, ghostClass: "drop-ghost", forceFallback: true, onEnd: changed });

  rows.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-line]");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    event.key === "ArrowUp" ? other.before(row) : other.after(row);
    event.target.focus();
    changed();
  });

  rows.addEventListener("click", (event) => {
    if (!event.target.closest("[data-remove-line]")) return;
    const row = event.target.closest("[data-line]");
    const next = row.nextElementSibling;
    const near = next || row.previousElementSibling;
    row.remove();
    ($("[data-remove-line]", near || document.body) || $(".add-line button")).focus();
    changed();
    lazo.toast(form.dataset.removed, {
      action: {
        label: lazo.word("undo"),
        run: () => {
          next?.isConnected ? next.before(row) : rows.append(row);
          $("input:not([type=hidden])", row)?.focus();
          changed();
        },
      },
    });
  });

  // A new row is written into at once; one out of the catalogue counts at once.
  document.addEventListener("htmx:load", (event) => {
    const row = event.target;
    if (!row.matches?.("[data-line]")) return;
    const name = $("[name='line.name']", row);
    name.focus();
    changed();
  });

  // Which fields the server could not read.
  // A row may be gone when the answer with its amount arrives.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    detail.serverResponse = detail.serverResponse.replace(/<span id="([toms]-[^"]+)"[^>]*hx-swap-oob[^]*?<\/span>/g, (amount, id) =>
      document.getElementById(id) ? amount : "",
    );
    // A price that somebody is typing is not taken out of their hands.
    detail.serverResponse = detail.serverResponse.replace(/<input id="(p-[^"]+)"[^>]*hx-swap-oob[^>]*>/g, (price, id) => {
      const field = document.getElementById(id);
      return field && field !== document.activeElement ? price : "";
    });
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.target.id === "doc-problems" || event.detail.target?.id === "doc-problems") mark();
    if (event.target.id === "saved" || event.detail.target?.id === "saved") savedAt = $("#saved")?.dataset.saved ? Date.now() : 0;
  });
  function mark() {
    $$("[aria-invalid]", rows).forEach((field) => field.removeAttribute("aria-invalid"));
    ($("#doc-problems")?.dataset.fields || "").split(" ").forEach((place) => {
      const [row, column] = place.split(".");
      const field = column && rows.children[row - 1]?.querySelector(`[name='line.${column}']`);
      field?.setAttribute("aria-invalid", "true");
    });
  }

  let savedAt = 0;
  setInterval(() => {
    const words = $("#saved span");
    if (!savedAt || !words) return;
    const seconds = Math.round((Date.now() - savedAt) / 1000);
    if (seconds < 5) words.textContent = form.dataset.now;
    else if (seconds < 60) words.textContent = form.dataset.seconds.replace("{0}", seconds - (seconds % 5));
    else words.textContent = form.dataset.minutes.replace("{0}", Math.floor(seconds / 60));
  }, 5000);
})();
