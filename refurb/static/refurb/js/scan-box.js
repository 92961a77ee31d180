// A handheld scanner types like a keyboard, fast, and ends with Enter. With no field in focus its
// code goes to the scan form, unless a form on the page awaits it ("scanned" is cancelled); in the form's own field, a wrong keyboard layout is put right.
import { readCode } from "./codes.js";

const GAP_MS = 45; // a person types slower than this
const SHORTEST = 8;

const form = document.querySelector("[data-scan-form]");
let burst = "";
let last = 0;

function send(code) {
  form.elements.code.value = code;
  form.requestSubmit();
}

// Where keys write something: on a box to tick or a button they don't, so a scan is heard there too.
function isField(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]");
}

function listen(event) {
  if (isField(event.target)) return;
  if (event.timeStamp - last > GAP_MS) burst = "";
  last = event.timeStamp;
  if (event.key.length === 1) burst += event.key;
  if (event.key !== "Enter" || burst.length < SHORTEST) return;
  const code = readCode(burst);
  burst = "";
  if (code === null) return;
  event.preventDefault();
  if (document.dispatchEvent(new CustomEvent("scanned", { detail: code, cancelable: true }))) send(code);
}

if (form) {
  document.addEventListener("keydown", listen);
  for (const own of document.querySelectorAll("[data-scan-form]")) {
    own.addEventListener("submit", () => {
      const field = own.elements.code;
      field.value = readCode(field.value) ?? field.value;
    });
  }
}
