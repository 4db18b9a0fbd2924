// What was typed survives an expired session: it is kept in this tab, encrypted with a key that only pages of its user
// carry, and put back after signing in again. Without an encrypted connection browsers do not encrypt: nothing is kept.
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

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (some) => btoa(Array.from(new Uint8Array(some), (one) => String.fromCharCode(one)).join(""));
const key =
  word("draftKey") && globalThis.crypto?.subtle
    ? crypto.subtle.importKey("raw", bytes(word("draftKey")), "AES-GCM", false, ["encrypt", "decrypt"])
    : null;

async function keep() {
  if (!key) return;
  try {
    const draft = new TextEncoder().encode(JSON.stringify({ path: here(), fields: typed() }));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, draft);
    sessionStorage.setItem(KEY, `${text(iv)} ${text(sealed)}`);
  } catch {
    // Storage is full or off: nothing is kept.
  }
}

/** Null where it is not this user's. */
async function open(kept) {
  if (!key) return null;
  try {
    const [iv, sealed] = kept.split(" ").map(bytes);
    const draft = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key, sealed);
    return JSON.parse(new TextDecoder().decode(draft));
  } catch {
    return null;
  }
}

lazo.signInAgain = async () => {
  await keep();
  location.assign(`/sign-in?expired&back=${encodeURIComponent(here())}`);
};

// A plain form may find the session gone as well; the next page tells by being the sign-in page.
document.addEventListener("submit", (event) => {
  if (event.target.method === "post" && word("user") && !event.target.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) keep();
});

async function restore() {
  if ($("[data-sign-in]")) return;
  const kept = sessionStorage.getItem(KEY);
  if (!kept) return;
  sessionStorage.removeItem(KEY);
  const draft = await open(kept);
  const came = document.referrer && new URL(document.referrer).pathname === "/sign-in";
  if (!came || draft?.path !== here()) return;
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
document.addEventListener("DOMContentLoaded", restore);
