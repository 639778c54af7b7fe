// Choose a picture of one's own, with the browser's file dialog or by dropping a file on the demo.

import { readPictureFile } from "./picture_file.js";
import { element, readout } from "./shared.js";

/**
 * Return a labelled file input: { element, clear, read }. `read(file)` takes a file as if the reader had chosen it.
 * `onPicture(picture)` gets the picture, `onRefused(sentence)` why there is none. What had to be done is said below.
 */
export function pictureChooser({ longestSide, onPicture, onRefused }) {
  let latest;
  const remark = readout();
  const input = element("input", { type: "file", accept: "image/*" });
  const clear = () => {
    latest = undefined;
    input.value = "";
    remark.textContent = "";
  };
  const take = (picture, remarks) => {
    remark.textContent = remarks.join(" ");
    onPicture(picture);
  };
  const refuse = ({ message }) => {
    remark.textContent = "";
    onRefused(message);
  };
  const read = async (file) => {
    latest = file;
    remark.textContent = `Reading ${file.name} …`;
    try {
      const { picture, remarks } = await readPictureFile(file, longestSide);
      if (file === latest) take(picture, remarks);
    } catch (error) {
      if (file === latest) refuse(error);
    }
  };
  input.addEventListener("change", () => input.files.length && read(input.files[0]));
  const label = element("label", { className: "demo-field" }, "Your own picture (it stays on this machine)", input);
  return { element: element("div", {}, label, remark), clear, read };
}

/** Let the reader drop a file on `target`; `onFile` gets it. */
export function acceptDrop(target, onFile) {
  target.addEventListener("dragover", (event) => event.preventDefault());
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) onFile(event.dataTransfer.files[0]);
  });
}
