// Light or dark: shown at once, kept by the server for the next visit.
const { $, post } = lazo;

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  const chosen = $("input[name=theme][value=" + root.dataset.theme + "]");
  if (chosen) chosen.checked = true;
  document.dispatchEvent(new CustomEvent("themechange"));
  post("/account/theme", { theme: root.dataset.theme }).catch(() => {});
});
