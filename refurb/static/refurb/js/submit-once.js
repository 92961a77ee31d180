// A form is sent once: a second press within ten seconds does nothing.
// A form that answers with a download leaves the page standing, so the buttons come back.
const PAUSE_MS = 10_000;

function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = busy;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.hasAttribute("data-busy")) {
    event.preventDefault();
    return;
  }
  // After this task, or the pressed button's own name and value would not be sent.
  setTimeout(() => setBusy(form, true));
  setTimeout(() => setBusy(form, false), PAUSE_MS);
});

// Back from the browser's own cache: the page comes with its buttons still switched off.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-busy]")) setBusy(form, false);
});
