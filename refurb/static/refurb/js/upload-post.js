// Send one file as the form would, telling how far it is; gives the line that the server answers.
export function post(form, file, onProgress) {
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
