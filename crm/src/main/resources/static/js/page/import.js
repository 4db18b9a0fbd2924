// The file of an import: dropped or chosen, sent at once, with its progress shown. Without script the form is an ordinary
// one. In the plan of an import it keeps open what was open when a part is replaced.
const $ = (selector, root = document) => root.querySelector(selector);

// The file goes as it is, not wrapped into a form, so that it may be larger than a form.
const send = (form) => {
  const [file] = $("[data-drop-file]", form).files;
  if (!file) return;
  if (file.size > Number(form.dataset.largest)) {
    lazo.toast(form.dataset.tooLarge, { failed: true });
    return;
  }
  const bar = $("[data-drop-progress]", form);
  $("[data-drop-name]", form).textContent = file.name;
  form.querySelectorAll("button").forEach((button) => (button.disabled = true));
  bar.hidden = false;
  const object = $("[name=object]", form).value;
  const sending = new XMLHttpRequest();
  sending.open("POST", `/import/upload?${new URLSearchParams({ name: file.name, object })}`);
  sending.setRequestHeader("X-CSRF-TOKEN", lazo.word("csrf"));
  sending.setRequestHeader("HX-Request", "true");
  sending.setRequestHeader("Content-Type", "application/octet-stream");
  sending.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = Math.round((event.loaded * 100) / event.total);
  });
  const failed = () => {
    lazo.toast(form.dataset.tooLong, { failed: true });
    form.querySelectorAll("button").forEach((button) => (button.disabled = false));
    bar.hidden = true;
  };
  sending.addEventListener("error", failed);
  sending.addEventListener("load", () => {
    const next = sending.getResponseHeader("HX-Redirect");
    if (next) {
      location.assign(next);
    } else if (sending.status === 401) {
      lazo.signInAgain();
    } else if (sending.status === 422) {
      const answer = new DOMParser().parseFromString(sending.responseText, "text/html").querySelector("[data-drop]");
      form.replaceWith(answer);
    } else {
      failed();
    }
  });
  sending.send(file);
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-drop]");
  if (!form) return;
  event.preventDefault();
  send(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-drop]");
  if (form && event.target.matches("[data-drop-file]")) send(form);
});

["dragover", "dragleave", "drop"].forEach((name) =>
  document.addEventListener(name, (event) => {
    const form = $("[data-drop]");
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) {
      $("[data-drop-file]", form).files = event.dataTransfer.files;
      send(form);
    }
  }),
);

let open = [];
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll("details[data-keep-open][open]")].map((part) => part.id);
});
document.addEventListener("htmx:afterSwap", () => {
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
});
