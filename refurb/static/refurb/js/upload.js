// Send files one by one, dropped or chosen, each with its progress and its line of result:
// <form data-upload="NAME">, where the page keeps [data-upload-card], -status and -results.
// Without this script the form sends them all at once, and the page says the same lines.
const AT_ONCE = 2;

function line(name, text) {
  const item = document.createElement("li");
  const head = document.createElement("span");
  head.className = "strong";
  head.textContent = name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", `${name}: ${text}`);
  item.append(head, bar);
  return item;
}

function post(form, file, onProgress) {
  return new Promise((resolve, reject) => {
    const sent = new FormData();
    sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    sent.append(form.dataset.upload, file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("load", () => {
      // Anything else is another page, such as the one to sign in again.
      const isLine = request.status === 200 && request.response.trimStart().startsWith("<li");
      if (isLine) resolve(request.response);
      else reject();
    });
    request.addEventListener("error", reject);
    request.send(sent);
  });
}

function start(form) {
  const card = document.querySelector("[data-upload-card]");
  const results = card.querySelector("[data-upload-results]");
  const status = card.querySelector("[data-upload-status]");
  const waiting = [];
  let [all, done, busy] = [0, 0, 0];

  function count() {
    status.textContent = form.dataset.counted.replace("{done}", done).replace("{all}", all);
  }

  async function next() {
    if (busy >= AT_ONCE || waiting.length === 0) return;
    const { file, item } = waiting.shift();
    busy += 1;
    try {
      const bar = item.querySelector("progress");
      const html = await post(form, file, (share) => {
        // Once all is sent the server still reads: the bar moves without saying how far.
        if (share < 1) bar.value = share;
        else bar.removeAttribute("value");
      });
      item.insertAdjacentHTML("afterend", html);
      item.remove();
    } catch {
      item.querySelector("progress").replaceWith(document.createElement("br"), form.dataset.failed);
    }
    [busy, done] = [busy - 1, done + 1];
    count();
    next();
  }

  function take(files) {
    if (files.length === 0) return;
    card.hidden = false;
    for (const file of files) {
      const item = line(file.name, form.dataset.reading);
      results.append(item);
      waiting.push({ file, item });
    }
    all += files.length;
    count();
    for (let one = 0; one < AT_ONCE; one += 1) next();
  }

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
