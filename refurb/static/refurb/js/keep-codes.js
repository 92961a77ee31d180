// Codes shown once can be copied and printed; without this script they are still there to select.
function textOf(list) {
  return [...list.children].map((item) => item.textContent.trim()).join("\n");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(textOf(document.getElementById(button.dataset.copy)));
    const said = document.querySelector("[data-copied]");
    said.textContent = said.dataset.copied;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
