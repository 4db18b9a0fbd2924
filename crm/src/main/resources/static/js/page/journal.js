// The dialog of an entry: what is missing until both sides come to the same, told while one types.
"use strict";
(() => {
  const { $, $$, onContent } = lazo;

  /** As the server reads it: the decimal mark of the language, with or without marks between thousands. */
  function amount(text, decimal) {
    const plain = text.trim().replace(decimal === "," ? /[.\s\u00a0]/g : /[,\s\u00a0]/g, "").replace(decimal, ".");
    return plain === "" || Number.isNaN(Number(plain)) ? 0 : Math.round(Number(plain) * 10000);
  }

  function tell(form) {
    const { locale, currency, balanced, difference } = form.dataset;
    const decimal = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal").value;
    const sum = (name) => $$(`[name=${name}]`, form).reduce((all, field) => all + amount(field.value, decimal), 0);
    const left = sum("debit") - sum("credit");
    const shown = new Intl.NumberFormat(locale, { style: "currency", currency }).format(Math.abs(left) / 10000);
    const output = $("#entry-difference", form);
    output.textContent = left === 0 ? balanced : `${difference} ${shown}`;
    output.classList.toggle("bad", left !== 0);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("#entry-form");
    if (form) tell(form);
  });

  document.addEventListener("click", (event) => {
    const form = event.target.closest("[data-add-row]")?.form;
    if (!form) return;
    const rows = $("#entry-rows", form);
    const row = rows.lastElementChild.cloneNode(true);
    $$("input", row).forEach((field) => {
      field.value = "";
      field.removeAttribute("value");
    });
    rows.append(row);
    $("input", row).focus();
  });

  onContent((root) => {
    const form = root.matches?.("#entry-form") ? root : $("#entry-form", root);
    if (form) tell(form);
  });
})();
