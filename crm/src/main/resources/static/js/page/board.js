// The board: SortableJS for the pointer, a menu and Alt+arrows for the keyboard; all end in the same request. A card moves
// at once; when the server refuses, it goes back and a toast says why.
"use strict";
(() => {
  const { $, $$, toast, show } = lazo;
  const board = $("#board");
  if (!board) return;
  const lists = () => $$(".lane-cards", board);
  const listOf = (lane) => lists().find((list) => list.dataset.lane === lane);
  const cardsOf = (list) => $$(".deal", list);
  const changes = board.dataset.changes === "yes";
  let asked; // the card whose menu is open

  /** What the lane wants to know before a card comes in; null when somebody thinks better of it. */
  function ask(list) {
    const dialog = list.dataset.why && document.getElementById(list.dataset.why);
    if (!dialog) return Promise.resolve({});
    const form = $("form", dialog);
    form.reset();
    dialog.returnValue = "";
    show(dialog);
    return new Promise((answer) => {
      dialog.addEventListener(
        "close",
        () => answer(dialog.returnValue === "ok" ? Object.fromEntries(new FormData(form)) : null),
        { once: true },
      );
    });
  }

  const backTo = (card, place) => place.list.insertBefore(card, place.before?.isConnected && place.before.parentElement === place.list ? place.before : null);

  async function move(card, list, place, keyboard) {
    if (list.dataset.instead) {
      backTo(card, place);
      location.assign(list.dataset.instead.replace("{id}", card.id.replace("card-", "")));
      return;
    }
    const why = await ask(list);
    if (!why) {
      backTo(card, place);
      if (keyboard) focus(card);
      return;
    }
    if (card.parentElement !== list) list.prepend(card);
    if (keyboard) focus(card);
    send(card, list, place, why, keyboard);
  }

  function send(card, list, place, why, keyboard) {
    const id = card.id;
    const answered = (event) => {
      if (event.detail.requestConfig?.elt !== card) return;
      document.removeEventListener("htmx:afterRequest", answered);
      const now = document.getElementById(id) || card;
      now.removeAttribute("aria-busy");
      const status = event.detail.xhr?.status ?? 0;
      if (status < 200 || status >= 400) settle(now, status, place);
      if (keyboard || !document.activeElement || document.activeElement === document.body) focus(now);
    };
    document.addEventListener("htmx:afterRequest", answered);
    card.setAttribute("aria-busy", "true");
    htmx.ajax("PATCH", `${card.dataset.url}/lane${board.dataset.query}`, {
      source: card,
      swap: "none",
      values: { to: list.dataset.lane, version: card.dataset.version, ...why },
    });
  }

  /** After a refusal: where the card really is, which for 409 is where somebody else has put it. */
  function settle(card, status, place) {
    const real = status === 409 ? listOf(card.dataset.lane) : place.list;
    if (!real) card.remove();
    else if (real === place.list) backTo(card, place);
    else real.prepend(card);
  }

  const placeOf = (card) => ({ list: card.parentElement, before: card.nextElementSibling });
  const focus = (card) => $("a", card)?.focus({ preventScroll: false });

  document.addEventListener("lazo:refused", (event) => toast(event.detail.text, { failed: true }));

  if (changes && window.Sortable) {
    lists().forEach((list) =>
      Sortable.create(list, {
        group: "cards",
        sort: false,
        draggable: ".deal",
        filter: "button",
        preventOnFilter: false,
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
        delay: 180,
        delayOnTouchOnly: true,
        ghostClass: "drop-ghost",
        dragClass: "drag",
        forceFallback: true,
        fallbackTolerance: 5,
        scrollSensitivity: 80,
        onStart: (event) => (event.item.place = placeOf(event.item)),
        onEnd: (event) => {
          if (event.from !== event.to) move(event.item, event.to, { list: event.from, before: event.item.place?.before }, false);
        },
      }),
    );
  }

  document.addEventListener(
    "click",
    (event) => {
      const opener = event.target.closest("[popovertarget=m-card]");
      if (opener) asked = opener.closest(".deal");
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const item = event.target.closest("[data-move-to]");
    if (!item) return;
    item.closest("[popover]").hidePopover();
    const list = $(`#cards-${CSS.escape(item.dataset.moveTo)}`);
    if (asked?.isConnected && list !== asked.parentElement) move(asked, list, placeOf(asked), true);
  });

  board.addEventListener("keydown", (event) => {
    const card = event.target.closest(".deal");
    if (!card || !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const list = card.parentElement;
    const own = cardsOf(list);
    const at = own.indexOf(card);
    const vertical = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (vertical) {
      const next = own[at + vertical];
      if (next) focus(next);
      return;
    }
    const all = lists();
    const step = event.key === "ArrowRight" ? 1 : -1;
    const to = all[all.indexOf(list) + step];
    if (!to) return;
    if (event.altKey) {
      if (changes && card.getAttribute("aria-busy") !== "true") move(card, to, placeOf(card), true);
      return;
    }
    for (let i = all.indexOf(list) + step; all[i]; i += step) {
      const there = cardsOf(all[i]);
      if (there.length) {
        focus(there[Math.min(at, there.length - 1)]);
        return;
      }
    }
  });

  // On a phone the chips tell which lane is in view.
  const chips = $$(".lane-jump a");
  const watcher = new IntersectionObserver(
    (entries) =>
      entries
        .filter((entry) => entry.isIntersecting)
        .forEach((entry) =>
          chips.forEach((chip) => {
            const here = chip.hash === `#${entry.target.id}`;
            here ? chip.setAttribute("aria-current", "true") : chip.removeAttribute("aria-current");
            if (here && chip.offsetParent) chip.scrollIntoView({ block: "nearest", inline: "center" });
          }),
        ),
    { root: board, threshold: 0.6 },
  );
  $$(".lane", board).forEach((lane) => watcher.observe(lane));
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const count = event.detail.target;
    if (!count.id?.startsWith("count-")) return;
    const chip = $(`[data-count-of="${CSS.escape(count.id.replace("count-", ""))}"]`);
    if (chip) chip.textContent = document.getElementById(count.id)?.textContent;
  });
  chips.forEach((chip) =>
    chip.addEventListener("click", (event) => {
      event.preventDefault();
      $(chip.hash)?.scrollIntoView({ behavior: "smooth", block: "nearest", inline: "start" });
    }),
  );
})();
