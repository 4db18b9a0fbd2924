// The command palette: places and actions are in the page, records come from the server while one types.
const { $, $$, onContent } = lazo;
const palette = () => $("#palette");
const query = () => $("#palette-q");
const shown = () => $$("[role=option]", palette()).filter((option) => !option.hidden);
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function number() {
  $$("[role=option]", palette()).forEach((option, place) => (option.id = `palette-option-${place}`));
}

function select(option) {
  $$("[role=option]", palette()).forEach((other) => other.setAttribute("aria-selected", other === option));
  if (option) {
    query().setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    query().removeAttribute("aria-activedescendant");
  }
}

function filter() {
  const wanted = plain(query().value.trim());
  if (!wanted) $("#palette-found").replaceChildren();
  $$("[role=option]:not([data-found])", palette()).forEach((option) => {
    option.hidden = wanted && !plain(option.textContent).includes(wanted);
  });
  $$("[role=group]", palette()).forEach((group) => {
    group.hidden = !$("[role=option]:not([hidden])", group);
  });
  number();
  select(shown()[0]);
  $("[data-nothing]", palette()).hidden = shown().length > 0;
}

function open() {
  if (!palette() || palette().open) return;
  lazo.show(palette());
  query().value = "";
  filter();
  query().focus();
}

function run(option, newTab) {
  const { href, dialog } = option.dataset;
  palette().close();
  if (dialog !== undefined) htmx.ajax("GET", href, { target: "#sheet", swap: "innerHTML" });
  else if (newTab) window.open(href);
  else location.assign(href);
}

document.addEventListener("input", (event) => {
  if (event.target.id === "palette-q") filter();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "palette-found") filter();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
    return;
  }
  if (!event.target.closest?.("#palette")) return;
  const options = shown();
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    select(options[(now + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]);
    event.preventDefault();
  }
  if (event.key === "Enter" && options[now]) {
    event.preventDefault();
    run(options[now], event.ctrlKey || event.metaKey);
  }
});

document.addEventListener("click", (event) => {
  const option = event.target.closest("#palette [role=option]");
  if (option) run(option, event.ctrlKey || event.metaKey);
  if (event.target.closest("[data-open=palette]")) open();
});

lazo.palette = { open, run };
