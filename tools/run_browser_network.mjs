// Ask a network of the demos about CIFAR-10 images, with the demos' own code, in Node:
//
//     node tools/run_browser_network.mjs site/networks/dnn.json test_batch.bin [FIRST]
//
// The images are in the official binary form: a label, then the red, the green and the blue plane of 32x32 bytes.
// FIRST is the position of the first image to ask about. One line of JSON for each image goes to the standard output:
// its probabilities and the milliseconds they took.

import { readFileSync } from "node:fs";
import path from "node:path";

import { buildNetwork, forward, scalePlain } from "../lib/demos/network.js";

const PLACES = 32 * 32;
const RECORD = 1 + 3 * PLACES;

const [headerFile, imagesFile, first = 0] = process.argv.slice(2);
const header = JSON.parse(readFileSync(headerFile));
const content = readFileSync(path.join(path.dirname(headerFile), header.file));
const network = buildNetwork(header, content.buffer.slice(content.byteOffset, content.byteOffset + content.length));
const images = readFileSync(imagesFile);

for (let start = first * RECORD; start < images.length; start += RECORD) {
  const map = scalePlain(readPicture(images.subarray(start + 1, start + RECORD)));
  const before = performance.now();
  const probabilities = forward(network, map);
  const milliseconds = performance.now() - before;
  console.log(JSON.stringify({ probabilities: [...probabilities], milliseconds }));
}

function readPicture(planes) {
  const pixels = new Uint8ClampedArray(3 * PLACES).map((_, i) => planes[(i % 3) * PLACES + Math.floor(i / 3)]);
  return { width: 32, height: 32, pixels };
}
