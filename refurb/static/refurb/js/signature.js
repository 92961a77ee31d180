// Draw a signature. What is sent is the strokes, as JSON: [[[x, y], …], …] in a box 600 wide.
// The server draws them again; it never stores a picture that the browser made.
const WIDTH = 600;

function strokesOf(pad, canvas) {
  const scale = WIDTH / canvas.clientWidth;
  const round = (length) => Math.round(length * scale * 10) / 10;
  return pad.toData().map((group) => group.points.map(({ x, y }) => [round(x), round(y)]));
}

function fit(pad, canvas) {
  const drawn = pad.toData();
  const before = Number(canvas.dataset.width) || canvas.clientWidth;
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  const scale = canvas.clientWidth / before;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  canvas.dataset.width = canvas.clientWidth;
  canvas.getContext("2d").scale(ratio, ratio);
  pad.clear();
  pad.fromData(
    drawn.map((group) => ({
      ...group,
      points: group.points.map((point) => ({ ...point, x: point.x * scale, y: point.y * scale })),
    })),
  );
}

for (const box of document.querySelectorAll("[data-signature]")) {
  box.hidden = false;
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("input");
  const pad = new globalThis.SignaturePad(canvas, { penColor: "#10131a" });
  const keep = () => {
    field.value = pad.isEmpty() ? "" : JSON.stringify(strokesOf(pad, canvas));
    box.toggleAttribute("data-empty", pad.isEmpty());
  };
  pad.addEventListener("endStroke", keep);
  box.querySelector("[data-signature-clear]").addEventListener("click", () => {
    pad.clear();
    keep();
  });
  box.querySelector("[data-signature-undo]").addEventListener("click", () => {
    pad.fromData(pad.toData().slice(0, -1));
    keep();
  });
  // Also tells when the box is shown: hidden, it has no width to fit to.
  new ResizeObserver(() => canvas.clientWidth && fit(pad, canvas)).observe(canvas);
}
