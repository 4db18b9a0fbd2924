// Short news at the edge. The same news is in the page too, so a toast may go by itself.
const { $, $$, word, icon, post } = lazo;
const STAY = 8000;
const LEFT = "lazo:toast";

/** @param action {label, run} */
lazo.toast = (text, { action, failed = false } = {}) => {
  const toast = document.createElement("div");
  toast.className = failed ? "toast err" : "toast";
  const words = document.createElement("span");
  words.textContent = text;
  toast.append(icon(failed ? "alert-triangle" : "circle-check"), words);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.label;
    button.addEventListener("click", () => {
      toast.remove();
      action.run();
    });
    toast.append(button);
  }
  $("#toasts").append(toast);
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
  setTimeout(leave, failed ? 2 * STAY : STAY);
};

async function undo(url) {
  const answer = await post(url).catch(() => null);
  if (!answer?.ok) return lazo.toast(answer ? word("failed") : word("noAnswer"), { failed: true });
  const said = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}")["lazo:toast"];
  if (said) history.replaceState({ ...history.state, [LEFT]: said }, "");
  location.reload();
}

const tell = ({ text, undo: url }) => lazo.toast(text, { action: url && { label: word("undo"), run: () => undo(url) } });

document.addEventListener("lazo:toast", (event) => tell(event.detail));

// What was said just before this page was loaded, by the server to the page before or by that page itself.
const kept = history.state?.[LEFT];
if (kept) {
  history.replaceState({ ...history.state, [LEFT]: undefined }, "");
  tell(kept);
}
const left = document.cookie.match(/(?:^|; )(?:__Host-)?lazo_toast=([^;]+)/);
if (left) {
  document.cookie = location.protocol === "https:" ? "__Host-lazo_toast=; path=/; max-age=0; secure" : "lazo_toast=; path=/; max-age=0";
  try {
    tell(JSON.parse(atob(left[1].replace(/-/g, "+").replace(/_/g, "/"))));
  } catch {
    // Not ours: nothing to tell.
  }
}
