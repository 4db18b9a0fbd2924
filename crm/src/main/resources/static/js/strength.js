// How hard a new password is to guess, roughly, while it is typed. The server decides.
const { $ } = lazo;

function strength(password) {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  const variety = new Set(password.toLowerCase()).size;
  const bits = Math.min(password.length, variety * 1.6) * (2.2 + kinds * 0.7);
  if (password.length < 12 || variety < 6 || bits < 38) return 1;
  if (bits < 52) return 2;
  return bits < 68 ? 3 : 4;
}

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-strength]");
  if (!box) return;
  const shown = $("[data-strength-shown]", box);
  const meter = $("progress", shown);
  const words = $("output", shown);
  const level = strength(event.target.value);
  shown.hidden = !event.target.value;
  meter.value = level;
  meter.className = `meter ${["", "bad", "warn", "good", "good"][level]}`;
  words.textContent = words.dataset[level];
});
