// Tick every row at once, and say how many are ticked: data-check-all="NAME", data-count="NAME".
function rows(name) {
  return [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)];
}

function update(name) {
  const all = rows(name);
  const ticked = all.filter((box) => box.checked).length;
  for (const place of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) {
    place.textContent = String(ticked);
  }
  for (const head of document.querySelectorAll(`[data-check-all="${CSS.escape(name)}"]`)) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
}

// On the document, so that rows that htmx swapped in are heard too.
document.addEventListener("change", ({ target }) => {
  const all = target.dataset?.checkAll;
  if (all) for (const box of rows(all)) box.checked = target.checked;
  if (all || target.matches?.("[data-row]")) update(all ?? target.name);
});
