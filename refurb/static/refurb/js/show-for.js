// Show a part only while a certain choice is made: data-show-for="method=drawn".
// Without JavaScript every part shows, and the server ignores what doesn't apply.
function chosen(form, name) {
  return new FormData(form).getAll(name);
}

for (const part of document.querySelectorAll("[data-show-for]")) {
  const form = part.closest("form");
  const [name, value] = part.dataset.showFor.split("=");
  const update = () => {
    part.hidden = !value.split("|").some((one) => chosen(form, name).includes(one));
  };
  form.addEventListener("change", update);
  update();
}
