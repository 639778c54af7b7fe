// The course's own photos, beside the reader's own picture.

import { readFile } from "./course_files.js";
import { openPhoto } from "./photo.js";
import { photoInput } from "./photo_input.js";
import { presetChoice } from "./shared.js";

const LABELS = {
  chelsea: "Chelsea, a cat",
  coffee: "A cup of coffee",
  rocket: "A rocket",
  camera: "A man with a camera, grey",
};
const TYPES = { jpg: "image/jpeg", png: "image/png" };

/**
 * A photoInput that also offers the course's photos, and shows one with `show(key)`; `onPhoto` gets its key, too.
 * `files` maps the keys of the photos to their files, `comments` to what to try with them.
 */
export function coursePhotoInput({ model, files, comments, onPhoto, onProblem }) {
  const photos = Object.keys(files).map((key) => [key, { label: LABELS[key], comment: comments[key] }]);
  const presets = presetChoice({
    label: "A photo of the course",
    presets: { "": { label: "choose" }, ...Object.fromEntries(photos) }, // chosen while another picture is shown
    onChoose: (key) => key && show(key),
  });
  const input = photoInput({
    onPhoto: (photo, key) => {
      presets.value = key ?? "";
      onPhoto(photo, key);
    },
    onProblem,
  });
  const show = (key) => {
    presets.value = key;
    return input.take(readPhoto(model, files[key], LABELS[key]), key);
  };
  input.element.append(presets.element);
  return { ...input, show };
}

async function readPhoto(model, file, label) {
  const content = await readFile(model, `photos/${file}`);
  return openPhoto(new Blob([content], { type: TYPES[file.split(".").pop()] }), label);
}
