// After htmx swapped a part: whose focus was in it and is lost goes to its heading or status.
// Nobody else is moved: a filter that changes a list keeps the focus, and the change is said.
const said = document.querySelector("[data-swapped]");
let stoodInside = false;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  stoodInside = detail.target.contains(document.activeElement);
});

document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  const part = document.getElementById(detail.target?.id) ?? target;
  const heading = part.querySelector("h1, h2, h3, [role=status]");
  if (stoodInside && document.activeElement === document.body) {
    const place = heading ?? part;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  } else if (said && part.id === "rows") {
    // Emptied first: the same words twice would be said once.
    said.textContent = "";
    setTimeout(() => (said.textContent = heading?.textContent.trim() || said.dataset.swapped), 100);
  }
  stoodInside = false;
});
