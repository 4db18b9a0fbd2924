// Menus: placed beside the button that opened them; arrow keys move inside; Escape gives the focus back.
const { $, $$ } = lazo;
const ITEMS = "a.item, button.item, input:not(:disabled), select, .item[tabindex]";
let invoker;

document.addEventListener(
  "click",
  (event) => {
    invoker = event.target.closest("[popovertarget]") || invoker;
  },
  true,
);

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLElement) || !menu.matches(".menu[popover]")) return;
    const opener = invoker?.getAttribute("popovertarget") === menu.id ? invoker : $(`[popovertarget="${CSS.escape(menu.id)}"]`);
    opener?.setAttribute("aria-expanded", event.newState === "open");
    if (event.newState !== "open" || !opener) return;
    place(menu, opener.getBoundingClientRect());
    $("[autofocus]", menu)?.focus({ preventScroll: true });
    if (!menu.contains(document.activeElement)) $(ITEMS, menu)?.focus({ preventScroll: true });
  },
  true,
);

function place(menu, beside) {
  const width = menu.offsetWidth;
  const height = menu.offsetHeight;
  const left = menu.dataset.align === "end" ? beside.right - width : beside.left;
  const below = beside.bottom + 4;
  const top = below + height > innerHeight && beside.top > height ? beside.top - height - 4 : below;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  if (event.target.matches("input[type=text], input[type=search], select, textarea") && !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  if (event.target.matches("select, textarea, input[type=number], input[type=date]")) return;
  const items = $$(ITEMS, menu).filter((item) => item.offsetParent);
  const now = items.indexOf(document.activeElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
  items[(next + items.length) % items.length]?.focus();
  event.preventDefault();
});
