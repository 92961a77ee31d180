// A scanner ends with Enter. In a form of several scans Enter goes on to the next empty field, and
// sends the form after the last. Without JavaScript the server asks for the next field instead.
import { readCode } from "./codes.js";

function goOn(event) {
  const form = event.currentTarget;
  if (event.key !== "Enter" || event.target.type !== "text") return;
  const fields = [...form.querySelectorAll("input[type=text]")];
  if (event.target.name === "code") event.target.value = readCode(event.target.value) ?? event.target.value;
  const next = fields.slice(fields.indexOf(event.target) + 1).find((field) => field.value === "");
  if (!next || event.target.value === "") return;
  event.preventDefault();
  form.elements.asked.value = next.name;
  next.focus();
}

// A label scanned with no field in focus, after an error for example, is this form's: nobody leaves.
function take(form, event) {
  const { code, asked } = form.elements;
  if (!code || event.defaultPrevented) return;
  event.preventDefault();
  code.value = event.detail;
  const fields = [...form.querySelectorAll("input[type=text]")];
  const next = fields[fields.indexOf(code) + 1];
  asked.value = next.name;
  next.select();
}

for (const form of document.querySelectorAll("[data-scan-steps]")) {
  form.addEventListener("keydown", goOn);
  document.addEventListener("scanned", (event) => take(form, event));
}
