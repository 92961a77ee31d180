// Read a label with the camera. The permission is asked for only after the button was pressed.
// The code goes into the page's scan form: a scanned address is never followed.
import { readCode } from "./codes.js";

const PAUSE_MS = 120;

async function makeDetector(wasm) {
  const native = globalThis.BarcodeDetector;
  if (native && (await native.getSupportedFormats()).includes("qr_code")) {
    return new native({ formats: ["qr_code"] });
  }
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI;
  prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return new BarcodeDetector({ formats: ["qr_code"] });
}

async function readFrames(video, detector) {
  while (video.srcObject) {
    const seen = video.readyState >= 2 ? await detector.detect(video) : [];
    const code = seen.map((mark) => readCode(mark.rawValue)).find(Boolean);
    if (code) return code;
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
  return null;
}

function stop(video) {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
}

async function start(box) {
  const video = box.querySelector("video");
  const refused = box.querySelector("[data-camera-refused]");
  try {
    const wanted = { video: { facingMode: "environment" }, audio: false };
    video.srcObject = await navigator.mediaDevices.getUserMedia(wanted);
  } catch {
    refused.hidden = false;
    return;
  }
  video.hidden = false;
  await video.play();
  const code = await readFrames(video, await makeDetector(box.dataset.wasm));
  stop(video);
  if (code === null) return;
  navigator.vibrate?.(80);
  const form = document.querySelector("main [data-scan-form]");
  form.elements.code.value = code;
  form.requestSubmit();
}

for (const box of document.querySelectorAll("[data-camera]")) {
  box.hidden = !navigator.mediaDevices;
  box.querySelector("[data-camera-start]").addEventListener("click", () => start(box));
  // A phone gives a dead picture after the page was in the background; the button starts it anew.
  document.addEventListener("visibilitychange", () => document.hidden && stop(box.querySelector("video")));
}
