// Send files two at a time; each has a line, with its progress and then what the server says.
import { post } from "./upload-post.js";

const AT_ONCE = 2;

function line(name, text) {
  const item = document.createElement("li");
  const head = Object.assign(document.createElement("span"), { className: "strong", textContent: name });
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", `${name}: ${text}`);
  item.append(head, bar);
  return item;
}

// Give a function that takes files; form.dataset holds the words, the card shows the lines.
export function queue(form, card) {
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

  return function take(files) {
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
  };
}
