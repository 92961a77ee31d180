// Show what a handheld scanner types, how fast, and what is understood of it.
// Without JavaScript the form asks the server, which knows codes but no keyboard layouts.
import { explainCode } from "./codes.js";

const FASTER_THAN_MS = 45; // as scan-box.js tells a scanner from a person

for (const form of document.querySelectorAll("[data-scanner-test]")) {
  const field = form.querySelector("input");
  const shown = document.querySelector("[data-scanner-shown]");
  let pauses = [];
  let last = 0;

  field.addEventListener("keydown", ({ timeStamp }) => {
    if (last) pauses.push(timeStamp - last);
    last = timeStamp;
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { code, layout } = explainCode(field.value);
    const slowest = Math.round(Math.max(0, ...pauses));
    shown.hidden = false;
    shown.querySelector("[data-typed]").textContent = field.value;
    shown.querySelector("[data-code]").textContent = code ? code.replace(/(....)(....)/, "$1-$2-") : "–";
    for (const name of shown.querySelectorAll("[data-layout]")) name.hidden = name.dataset.layout !== (layout ?? "none");
    shown.querySelector("[data-pause]").textContent = `${slowest} ms`;
    shown.querySelector("[data-slow]").hidden = slowest < FASTER_THAN_MS;
    [pauses, last, field.value] = [[], 0, ""];
    field.focus();
  });
}
