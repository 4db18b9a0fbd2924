// Reminders come to the page that is looked at, and stay until they are closed; they are nobody else's to see.
const { $, post, word } = lazo;
const MINUTE = 60_000;

async function ask() {
  if (document.visibilityState !== "visible" || !word("user") || $(".viewing") || !navigator.onLine) return;
  const answer = await post("/reminders").catch(() => null);
  if (answer?.ok && !answer.redirected) $("#toasts").insertAdjacentHTML("beforeend", await answer.text());
}
setTimeout(ask, 2_000);
setInterval(ask, MINUTE);

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest(".toast").remove();
});
