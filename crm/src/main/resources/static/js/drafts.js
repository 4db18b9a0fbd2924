// What was typed survives an expired session: it is kept in this tab, and put back after signing in again.
const { $, $$, word } = lazo;
const KEY = "lazo.draft";
const here = () => location.pathname + location.search;
const secret = (field) => field.type === "password" || field.type === "hidden" || field.type === "file" || !field.name;

function typed() {
  return $$("form").flatMap((form, place) =>
    [...form.elements]
      .filter((field) => !secret(field) && !field.matches("button"))
      .map((field) => ({
        form: form.id || place,
        name: field.name,
        value: field.type === "checkbox" || field.type === "radio" ? field.checked : field.value,
        of: field.type === "radio" ? field.value : undefined,
      })),
  );
}

function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ user: word("user"), path: here(), fields: typed() }));
  } catch {
    // Storage is full or off: nothing is kept.
  }
}

lazo.signInAgain = () => {
  keep();
  location.assign(`/sign-in?expired&back=${encodeURIComponent(here())}`);
};

// A plain form may find the session gone as well; the next page tells by being the sign-in page.
document.addEventListener("submit", (event) => {
  if (event.target.method === "post" && word("user") && !event.target.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) keep();
});

function restore() {
  if ($("[data-sign-in]")) return;
  const text = sessionStorage.getItem(KEY);
  if (!text) return;
  sessionStorage.removeItem(KEY);
  const draft = JSON.parse(text);
  const came = document.referrer && new URL(document.referrer).pathname === "/sign-in";
  if (!came || draft.user !== word("user") || draft.path !== here()) return;
  let changed = false;
  const forms = $$("form");
  for (const { form, name, value, of } of draft.fields) {
    const owner = typeof form === "number" ? forms[form] : document.getElementById(form);
    const field = [...(owner?.elements || [])].find((one) => one.name === name && (of === undefined || one.value === of));
    if (!field) continue;
    const property = field.type === "checkbox" || field.type === "radio" ? "checked" : "value";
    if (field[property] !== value) {
      field[property] = value;
      changed = true;
    }
  }
  if (changed) lazo.toast(word("restored"));
}
restore();
