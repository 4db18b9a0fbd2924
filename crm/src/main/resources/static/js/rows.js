// Tables and lists: one row has the focus, some are selected, the bar below says how many.
const { $, $$, word } = lazo;

lazo.moveRow = (by) => {
  const rows = $$("[data-row]").filter((row) => row.offsetParent !== null);
  if (!rows.length) return false;
  const now = rows.indexOf(document.activeElement.closest("[data-row]"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, now + by))];
  rows.forEach((row) => (row.tabIndex = row === next ? 0 : -1));
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
};

function sync() {
  const all = $$(".row-check");
  const chosen = all.filter((check) => check.checked);
  all.forEach((check) => check.closest("[data-row]")?.setAttribute("aria-selected", check.checked));
  const head = $(".check-all");
  if (head) {
    head.checked = chosen.length === all.length && chosen.length > 0;
    head.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  const bulk = $(".bulk");
  if (!bulk) return;
  bulk.hidden = !chosen.length;
  const output = $("output", bulk);
  const count = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: "always" }).format(chosen.length);
  if (output) output.textContent = chosen.length === 1 ? word("selectedOne") : word("selectedMany", count);
  document.dispatchEvent(new CustomEvent("lazo:selection", { detail: { ids: chosen.map((check) => check.value) } }));
}
lazo.syncRows = sync;

let last;
document.addEventListener("click", (event) => {
  const check = event.target.closest(".row-check");
  if (check) {
    const all = $$(".row-check");
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [all.indexOf(last), all.indexOf(check)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((other) => (other.checked = check.checked));
    }
    last = check;
    sync();
  }
  if (event.target.closest("[data-clear-selection]")) {
    $$(".row-check").forEach((other) => (other.checked = false));
    sync();
    $(".check-all")?.focus();
  }
});

document.addEventListener("change", (event) => {
  if (!event.target.matches(".check-all")) return;
  $$(".row-check").forEach((check) => (check.checked = event.target.checked));
  sync();
});

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("td.editing, dd.editing, .editing");
  if (event.key === "Escape" && cell?.dataset.cancel) {
    event.preventDefault();
    htmx.ajax("GET", cell.dataset.cancel, { target: cell, swap: "outerHTML" });
  }
});

document.addEventListener("htmx:afterSettle", sync);
sync();
