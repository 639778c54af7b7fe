// Where the reader's picture comes from: a file, the camera, dropped, pasted, or one of the course's own photos.

import { readFile } from "./course_files.js";
import { openPhoto } from "./photo.js";
import { element, group, presetChoice } from "./shared.js";

const TYPES = { jpg: "image/jpeg", png: "image/png" };

/**
 * The controls to choose a picture: { element, take, show, listenOn }.
 * `photos` maps a key to { file, label, comment }, a photo of the course, and show(key) shows it. `onPhoto(photo, key)`
 * gets what openPhoto returns, and the key where it is the course's; `onProblem(error)` gets what went wrong instead.
 */
export function photoInput({ model, photos, onPhoto, onProblem }) {
  let newest = 0; // a photo that is opened slowly must not replace one that was chosen later

  /** Take the photo that `opening` promises. */
  async function take(opening, key) {
    const mine = (newest += 1);
    try {
      const photo = await opening;
      if (mine !== newest) return;
      presets.value = key ?? "";
      onPhoto(photo, key);
    } catch (error) {
      if (mine === newest) onProblem(error);
    }
  }

  function show(key) {
    presets.value = key;
    return take(readPhoto(model, photos[key]), key);
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

  const onFile = (file) => file && take(openPhoto(file));
  const pickers = [filePicker("A picture of your own", onFile)];
  if (matchMedia("(pointer: coarse)").matches) pickers.push(filePicker("Take a photo", onFile, true));
  const hint = element("p", { className: "demo-comment" }, "You can also drop a picture here, or paste one.");
  const presets = presetChoice({
    label: "A photo of the course",
    presets: { "": { label: "choose" }, ...photos }, // chosen as long as another picture is shown
    onChoose: (key) => key && show(key),
  });
  const controls = [group("Your picture", ...pickers), hint, presets.element];
  return { element: element("div", { className: "demo-column" }, ...controls), take, show, listenOn };
}

function filePicker(text, onFile, isCamera = false) {
  const input = element("input", { type: "file", accept: "image/*" });
  if (isCamera) input.setAttribute("capture", "environment");
  input.addEventListener("click", () => (input.value = "")); // so that the same file can be chosen again
  input.addEventListener("change", () => onFile(input.files[0]));
  return element("label", { className: "demo-file" }, text, input);
}

async function readPhoto(model, { file, label }) {
  const content = await readFile(model, `photos/${file}`);
  return openPhoto(new Blob([content], { type: TYPES[file.split(".").pop()] }), label);
}
