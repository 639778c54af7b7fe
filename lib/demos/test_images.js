// Test images of CIFAR-10 from the course's sample, one after another. Their labels are known.

import { readFile, readJson } from "./course_files.js";
import { decode, photoOf } from "./photo.js";

const SIZE = 32;
const TILES_IN_A_ROW = 40;
const STRIDE = 47; // no divisor of the number of images: the classes come mixed, and every image once

/** A function that gives the next test image, in the form of openPhoto, with its class as `truth`. */
export function testImages(model, classes) {
  let sample = null;
  let taken = 0;

  async function load() {
    const { positions, labels } = await readJson(model, "sample/test.json");
    const picture = await readFile(model, "sample/test.webp");
    const sheet = await decode(new Blob([picture], { type: "image/webp" }), "the sample");
    return { positions, labels, sheet };
  }

  return async () => {
    sample ??= await load();
    const { sheet, positions, labels } = sample;
    const tile = (taken++ * STRIDE) % labels.length;
    const [column, row] = [tile % TILES_IN_A_ROW, Math.floor(tile / TILES_IN_A_ROW)];
    const image = await createImageBitmap(sheet, column * SIZE, row * SIZE, SIZE, SIZE);
    return { ...photoOf(image, `Test image ${positions[tile]}`), truth: classes[labels[tile]] };
  };
}
