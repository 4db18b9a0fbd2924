// Every htmx request: the CSRF token goes along, a line shows that it takes long, and a failure says so with its code
// and offers to try again. 409 and 422 are answers and are shown where they belong (see htmx-config in the page).
const { $, word } = lazo;

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-TOKEN"] = word("csrf");
});

let slow;
document.addEventListener("htmx:beforeRequest", () => {
  clearTimeout(slow);
  slow = setTimeout(() => $("#progress")?.classList.add("on"), 250);
});
document.addEventListener("htmx:afterRequest", () => {
  clearTimeout(slow);
  $("#progress")?.classList.remove("on");
});

function again(event) {
  const { verb, path, parameters, target } = event.detail.requestConfig || {};
  if (!verb) return undefined;
  const run = () => htmx.ajax(verb.toUpperCase(), path, { source: event.detail.elt, target, values: verb === "get" ? {} : parameters });
  return { label: word("retry"), run };
}

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 401) {
    lazo.signInAgain();
    return;
  }
  const code = event.detail.xhr.getResponseHeader("X-Lazo-Error");
  const page = status < 500 && new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const said = page && page.querySelector("[role=alert] span")?.textContent.trim();
  lazo.toast(said || (code ? word("failedCode", code) : word("failed")), {
    failed: true,
    action: status >= 500 ? again(event) : undefined,
  });
});

["htmx:sendError", "htmx:timeout"].forEach((name) =>
  document.addEventListener(name, (event) => lazo.toast(word("noAnswer"), { failed: true, action: again(event) })),
);
