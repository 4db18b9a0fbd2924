// Fields that point at another record: what is typed is looked up, what is chosen puts its number into the hidden field.
const { $, $$ } = lazo;
const timers = new WeakMap();

const partsOf = (input) => {
  const box = input.closest("[data-lookup]");
  return { box, hidden: $("input[type=hidden]", box), list: $("[role=listbox]", box) };
};

function close(input) {
  const { list } = partsOf(input);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

async function look(input) {
  const { list } = partsOf(input);
  const answer = await fetch(`${input.dataset.src}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return;
  list.innerHTML = await answer.text();
  $$("[role=option]", list).forEach((option, place) => (option.id = `${list.id}-${place}`));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
}

function choose(input, option) {
  const { hidden } = partsOf(input);
  if (!option?.dataset.id) return;
  hidden.value = option.dataset.id;
  input.value = option.dataset.name;
  close(input);
  hidden.dispatchEvent(new Event("change", { bubbles: true }));
}

function point(input, by) {
  const { list } = partsOf(input);
  const options = $$("[role=option][data-id]", list);
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options[(now + by + options.length) % options.length];
  options.forEach((option) => option.setAttribute("aria-selected", option === next));
  if (next) input.setAttribute("aria-activedescendant", next.id);
}

document.addEventListener("input", (event) => {
  const input = event.target.closest("[data-lookup] [role=combobox]");
  if (!input) return;
  if (!input.value.trim()) {
    partsOf(input).hidden.value = "";
    close(input);
    return;
  }
  clearTimeout(timers.get(input));
  timers.set(input, setTimeout(() => look(input), 160));
});

document.addEventListener("keydown", (event) => {
  const input = event.target.closest?.("[data-lookup] [role=combobox]");
  if (!input || input.getAttribute("aria-expanded") !== "true") return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    point(input, event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
  } else if (event.key === "Enter") {
    const { list } = partsOf(input);
    choose(input, $("[aria-selected=true]", list) || $("[role=option][data-id]", list));
    event.preventDefault();
  } else if (event.key === "Escape") {
    close(input);
    event.stopPropagation();
    event.preventDefault();
  }
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[data-lookup] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose($("[role=combobox]", option.closest("[data-lookup]")), option);
});

document.addEventListener("focusout", (event) => {
  const input = event.target.closest?.("[data-lookup] [role=combobox]");
  if (input) close(input);
});
