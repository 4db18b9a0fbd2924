// Lists: the bulk bar knows what is ticked, the column chooser keeps its order, Enter opens the row.
const { $, $$ } = lazo;

// Those ticked, or all that the view shows, loaded or not.
let whole = 0;
document.addEventListener("lazo:selection", (event) => {
  const bulk = $("#bulk");
  if (!bulk) return;
  const { ids } = event.detail;
  const all = $("[data-bulk-all]", bulk);
  if (whole !== ids.length) whole = 0;
  bulk.elements.ids.value = whole ? "" : ids.join(",");
  bulk.elements.all.value = whole ? "true" : "";
  all.hidden = whole > 0 || !$(".check-all")?.checked || !$("#more button");
  if (whole) $("output", bulk).textContent = all.textContent;
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-bulk-all]")) return;
  whole = $$(".row-check").length;
  lazo.syncRows();
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-row][data-href]");
  if (event.key === "Enter" && row && event.target === row) location.assign(row.dataset.href);
});

function columns(form) {
  const shown = $$("[data-column]", form)
    .filter((item) => $("input[type=checkbox]", item).checked)
    .map((item) => item.dataset.column);
  (form.elements.cols || form.elements.cards).value = shown.join(",");
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-columns]");
  if (form) columns(form);
});

document.addEventListener("click", (event) => {
  const up = event.target.closest("[data-column-up]");
  if (!up) return;
  const item = up.closest("[data-column]");
  item.previousElementSibling?.before(item);
  columns(up.closest("[data-columns]"));
  up.focus();
});

// A change made from a page that shows many things: load it again, so that everything agrees.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.closest?.("[data-reload-after]")) location.reload();
  if (event.detail.successful && event.target.matches?.("form:has([data-reload-after])")) location.reload();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-reload]")) location.reload();
});

// How much of a file has gone up.
document.addEventListener("htmx:xhr:progress", (event) => {
  const meter = event.target.querySelector?.("[data-upload]");
  if (!meter || !event.detail.lengthComputable) return;
  meter.hidden = false;
  meter.value = (event.detail.loaded / event.detail.total) * 100;
});
