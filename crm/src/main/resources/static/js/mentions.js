// An @ in a comment offers whom to mention; arrows and Enter choose, so does a tap. A field of several lines cannot be a
// combobox, so what is offered and marked is told in a status of its own.
const { $, $$ } = lazo;
const TYPED = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}'. -]{0,40})$/u;
const timers = new WeakMap();

const listOf = (area) => $("[role=listbox]", area.closest("[data-mentions]"));
const typedIn = (area) => area.value.slice(0, area.selectionStart).match(TYPED)?.[1];

const tell = (area, text) => ($("[role=status]", area.closest("[data-mentions]")).textContent = text);

function close(area) {
  listOf(area).hidden = true;
  delete area.dataset.open;
  tell(area, "");
}

function mark(area, options, chosen) {
  options.forEach((option) => option.setAttribute("aria-selected", option === chosen));
  if (chosen) {
    tell(area, chosen.dataset.name);
    chosen.scrollIntoView({ block: "nearest" });
  }
}

async function offer(area) {
  const typed = typedIn(area);
  if (typed === undefined) return close(area);
  const url = `${area.closest("[data-mentions]").dataset.mentions}?q=${encodeURIComponent(typed)}`;
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || typedIn(area) !== typed) return;
  const list = listOf(area);
  list.innerHTML = await answer.text();
  const options = $$("[role=option]", list);
  // A name that is already whole, followed by more text, asks for nobody.
  const found = options.filter((option) => option.dataset.name);
  if (!found.length && typed.includes(" ")) return close(area);
  list.hidden = false;
  area.dataset.open = "";
  mark(area, options, found[0]);
  const told = area.closest("[data-mentions]").dataset.found;
  tell(area, found.length ? told.replace("{0}", found.length).replace("{1}", found[0].dataset.name) : list.textContent.trim());
}

function choose(area, option) {
  if (!option?.dataset.name) return;
  const before = area.value.slice(0, area.selectionStart);
  const start = before.length - typedIn(area).length;
  const said = `${option.dataset.name} `;
  area.setRangeText(said, start, area.selectionStart, "end");
  close(area);
  area.focus();
}

document.addEventListener("input", (event) => {
  const area = event.target.closest("[data-mentions] textarea");
  if (!area) return;
  clearTimeout(timers.get(area));
  timers.set(area, setTimeout(() => offer(area), 160));
});

document.addEventListener("keydown", (event) => {
  const area = event.target.closest?.("[data-mentions] textarea");
  if (!area || area.dataset.open === undefined) return;
  const options = $$("[role=option][data-name]", listOf(area));
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    mark(area, options, options[(now + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]);
  } else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") {
    if (now < 0) return;
    choose(area, options[now]);
  } else if (event.key === "Escape") {
    close(area);
    event.stopPropagation();
  } else {
    return;
  }
  event.preventDefault();
}, true);

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[data-mentions] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose($("textarea", option.closest("[data-mentions]")), option);
});

document.addEventListener("focusout", (event) => {
  const area = event.target.closest?.("[data-mentions] textarea");
  if (area) close(area);
});
