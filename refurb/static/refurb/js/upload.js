// Send files one by one, dropped or chosen, each with its progress and its line of result:
// <form data-upload="NAME">, where the page keeps [data-upload-card], -status and -results.
// Without this script the form sends them all at once, and the page says the same lines.
import { queue } from "./upload-queue.js";

function start(form) {
  const take = queue(form, document.querySelector("[data-upload-card]"));
  form.addEventListener("submit", (event) => {
    const input = form.querySelector("input[type=file]");
    if (input.files.length === 0) return; // the server says what is missing
    event.preventDefault();
    take([...input.files]);
    input.value = "";
  });
  const zone = form.querySelector("[data-drop]");
  zone.hidden = false;
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.toggleAttribute("data-over", true);
  });
  form.addEventListener("dragleave", () => form.removeAttribute("data-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.removeAttribute("data-over");
    take([...event.dataTransfer.files]);
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) start(form);
