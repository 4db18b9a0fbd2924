// Stages of a sales process: dragged, or moved by Alt and arrows on the grip; the order of the rows is what is saved.
"use strict";
(() => {
  const { $, $$ } = lazo;
  const list = $("#stages");
  if (!list) return;
  if (window.Sortable) Sortable.create(list, { handle: ".grip", animation: 140, ghostClass: "drop-ghost", forceFallback: true });

  list.addEventListener("keydown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const row = grip.closest("[data-stage]");
    const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    if (other) event.key === "ArrowUp" ? other.before(row) : other.after(row);
    grip.focus();
  });

  list.addEventListener("change", (event) => {
    if (event.target.matches("[data-hue-of]")) $(".pip", event.target.parentElement).dataset.hue = event.target.value;
    if (event.target.name?.endsWith(".away")) event.target.closest("[data-stage]").classList.toggle("away", event.target.checked);
  });

  $("#add-stage").addEventListener("click", () => {
    const used = $$("input[name=row]", list).map((input) => Number(input.value));
    const place = Math.max(0, ...used) + 1;
    const row = $("#new-stage").content.firstElementChild.cloneNode(true);
    row.innerHTML = row.innerHTML.replaceAll("s1000", `s${place}`).replaceAll('value="1000"', `value="${place}"`);
    const firstClosed = $$("[data-stage]", list).find((other) => $("[name$='.outcome']", other).value !== "OPEN");
    list.insertBefore(row, firstClosed || null);
    $(`[name="s${place}.es"]`, row).focus();
  });
})();
