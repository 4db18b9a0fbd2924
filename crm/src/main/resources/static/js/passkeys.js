// Passkeys: asks the authenticator what the page says and sends its answer with the form.
const { $, $$ } = lazo;

const able = () => window.PublicKeyCredential?.parseCreationOptionsFromJSON && PublicKeyCredential.prototype.toJSON;

async function ask(form) {
  const options = JSON.parse(form.dataset.options);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  form.elements.answer.value = JSON.stringify(credential.toJSON());
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.passkey) return;
  event.preventDefault();
  const failed = $("[data-passkey-failed]", form);
  if (failed) failed.hidden = true;
  // Whoever closes the window of the authenticator stays where they are.
  ask(form).catch(() => {
    if (failed) failed.hidden = false;
  });
});

$$("[data-passkey]").forEach((form) => {
  form.hidden = !able();
});
$$("[data-passkey-missing]").forEach((text) => {
  text.hidden = able();
});
