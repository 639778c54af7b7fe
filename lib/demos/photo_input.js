// Where the reader's own picture comes from: a file, the camera, dropped or pasted.

import { openPhoto } from "./photo.js";
import { element, group } from "./shared.js";

/**
 * The controls to choose a picture: { element, take, clear, listenOn }. `take(opening, key)` takes the photo that
 * `opening` promises, a photo of openPhoto; `clear()` forgets what was chosen. `onPhoto(photo, key)` gets the photo, and
 * `onProblem(error)` what went wrong instead.
 */
export function photoInput({ onPhoto, onProblem }) {
  let newest = 0; // a photo that is opened slowly must not replace one that was chosen later

  async function take(opening, key) {
    const mine = (newest += 1);
    try {
      const photo = await opening;
      if (mine === newest) onPhoto(photo, key);
    } catch (error) {
      if (mine === newest) onProblem(error);
    }
  }

  /** Take a picture that is dropped on, or pasted into, a part of the page. */
  function listenOn(part) {
    const takeFrom = (event, data) => {
      if (!data?.files.length) return;
      event.preventDefault();
      take(openPhoto(data.files[0]));
    };
    part.addEventListener("dragover", (event) => event.preventDefault());
    part.addEventListener("drop", (event) => takeFrom(event, event.dataTransfer));
    document.addEventListener("paste", (event) => {
      const isMeant = part.contains(event.target) || event.target === document.body;
      if (part.isConnected && isMeant) takeFrom(event, event.clipboardData);
    });
  }

  function clear() {
    newest += 1;
    for (const input of made.querySelectorAll("input")) input.value = "";
  }

  const onFile = (file) => file && take(openPhoto(file));
  const pickers = [filePicker("A picture of your own", onFile)];
  if (matchMedia("(pointer: coarse)").matches) pickers.push(filePicker("Take a photo", onFile, true));
  const textContent = "You can also drop a picture here, or paste one. It stays in this browser: nothing is uploaded.";
  const hint = element("p", { className: "demo-comment", textContent });
  const made = element("div", { className: "demo-column" }, group("Your picture", ...pickers), hint);
  return { element: made, take, clear, listenOn };
}

function filePicker(text, onFile, isCamera = false) {
  const input = element("input", { type: "file", accept: "image/*" });
  if (isCamera) input.setAttribute("capture", "environment");
  input.addEventListener("click", () => (input.value = "")); // so that the same file can be chosen again
  input.addEventListener("change", () => onFile(input.files[0]));
  return element("label", { className: "demo-file" }, text, input);
}
