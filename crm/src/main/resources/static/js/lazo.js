// What the other files share. The server joins all of them into one file, this one first.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** A text in the reader's language, printed by the server into #words. */
const word = (name, ...values) => {
  const text = $("#words")?.dataset[name] || "";
  return values.reduce((sentence, value, place) => sentence.replace(`{${place}}`, value), text);
};

/** An icon of the sprite. */
const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${word("icons")}#${name}`);
  svg.append(use);
  return svg;
};

/** fetch with the CSRF token; the body is an object of form values. */
const post = (url, values = {}) =>
  fetch(url, {
    method: "POST",
    headers: { "X-CSRF-TOKEN": word("csrf") },
    body: new URLSearchParams(values),
  });

/** Runs now and again for whatever htmx puts into the page. */
const onContent = (run) => {
  run(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) run(event.target);
  });
};

window.lazo = { $, $$, word, icon, post, onContent };

// A page that slides into the next one may be left before it is done; that is no error.
["pageswap", "pagereveal"].forEach((name) =>
  addEventListener(name, ({ viewTransition: slide }) => {
    slide?.ready.catch(() => {});
    slide?.finished.catch(() => {});
  }),
);
