// Lists: the bulk bar knows what is ticked, the column chooser keeps its order, Enter opens the row.
const { $, $$ } = lazo;

document.addEventListener("lazo:selection", (event) => {
  const bulk = $("#bulk");
  if (!bulk) return;
  bulk.elements.ids.value = event.detail.ids.join(",");
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-row][data-href]");
  if (event.key === "Enter" && row && event.target === row) location.assign(row.dataset.href);
});

function columns(form) {
  const shown = $$("[data-column]", form)
    .filter((item) => $("input[type=checkbox]", item).checked)
    .map((item) => item.dataset.column);
  form.elements.cols.value = shown.join(",");
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
