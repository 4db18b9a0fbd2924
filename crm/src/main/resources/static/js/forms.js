// Forms: what is wrong gets the focus, and the first visit proposes the time zone of the browser.
const { $, onContent } = lazo;

onContent((root) => {
  const wrong = $("[aria-invalid=true]", root);
  if (wrong && !wrong.closest("dialog:not([open])")) wrong.focus();
});

const zone = $("[data-setup] [name=zone]");
if (zone && !$("[data-setup] [aria-invalid]")) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some((option) => option.value === here)) zone.value = here;
}
