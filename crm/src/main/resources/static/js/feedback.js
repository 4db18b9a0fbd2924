// What is sent along with feedback: where one is and the last thing that failed, nothing that was typed.
const { $, word, onContent } = lazo;
const LAST = "lazo:last-error";

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const code = xhr.getResponseHeader("X-Lazo-Error");
  if (code) sessionStorage.setItem(LAST, JSON.stringify([code, xhr.getResponseHeader("X-Request-Id") ?? ""]));
});

const shown = $("[data-error-code]");
if (shown) sessionStorage.setItem(LAST, JSON.stringify([shown.dataset.errorCode, word("request")]));

onContent((root) => {
  const form = $("[data-feedback]", root) ?? root.closest?.("[data-feedback]");
  if (!form) return;
  const [error, request] = JSON.parse(sessionStorage.getItem(LAST) ?? "[]");
  form.elements.page.value = location.pathname;
  form.elements.screen.value = `${innerWidth}x${innerHeight}`;
  form.elements.error.value = error ?? "";
  form.elements.request.value = request || word("request");
});
