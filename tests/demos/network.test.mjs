import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { buildNetwork, forward, NetworkFileError, scaleImagenet, scalePlain } from "../../lib/demos/network.js";
import { vectors } from "./vectors.mjs";

const pictures = vectors.images.map((text) => {
  return { width: 32, height: 32, pixels: new Uint8Array(Buffer.from(text, "base64")) };
});

function read(name) {
  const header = JSON.parse(readFileSync(`${vectors.folder}/${name}.json`, "utf8"));
  const content = readFileSync(`${vectors.folder}/${header.file}`);
  return { header, buffer: content.buffer.slice(content.byteOffset, content.byteOffset + content.length) };
}

/** The network without its softmax. */
function withLogits({ header, buffer }) {
  const network = buildNetwork(header, buffer);
  return { ...network, layers: network.layers.with(-1, { ...network.layers.at(-1), activation: "linear" }) };
}

function assertWithin(tolerance, found, expected) {
  const differences = found.flatMap((values, image) => [...values].map((value, i) => Math.abs(value - expected[image][i])));
  const largest = Math.max(...differences);
  assert.ok(largest < tolerance, `the largest difference is ${largest}`);
}

// The logits of the first network reach from -105 to 18, those of the second from -12 to 5.
for (const [name, tolerance] of [["dnn", 1], ["transfer", 0.5]]) {
  const logits = pictures.map((picture) => forward(withLogits(read(name)), scalePlain(picture)));

  test(`${name}: with the same rounded weights, Keras' logits to four digits after the point`, () => {
    assertWithin(2e-4, logits, vectors.rounded[name]);
  });

  test(`${name}: the rounding of the weights moves no logit by ${tolerance}`, () => {
    assertWithin(tolerance, logits, vectors.trained[name]);
  });
}

test("the answer is probabilities", () => {
  const { header, buffer } = read("dnn");
  const probabilities = forward(buildNetwork(header, buffer), scalePlain(pictures[0]));
  assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-5);
});

test("a walk shows each layer and ends where it is told", () => {
  const { header, buffer } = read("transfer");
  const seen = [];
  const onLayer = (layer, map) => seen.push([layer.name, map.height, map.channels]);
  forward(buildNetwork(header, buffer), scalePlain(pictures[0]), onLayer, "block2_pool");
  assert.deepEqual(seen, [
    ["block1_conv1", 32, 64],
    ["block1_conv2", 32, 64],
    ["block1_pool", 16, 64],
    ["block2_conv1", 16, 128],
    ["block2_conv2", 16, 128],
    ["block2_pool", 8, 128],
  ]);
});

test("a file of another length or format is refused", () => {
  const { header, buffer } = read("dnn");
  assert.throws(() => buildNetwork(header, buffer.slice(0, 1000)), {
    constructor: NetworkFileError,
    message: "dnn.bin has 1,000 bytes, expected 8,393,232.",
  });
  assert.throws(() => buildNetwork({ ...header, format: 2 }, buffer), /has format 2, expected 1/);
});

test("the scale of ImageNet is lib's", () => {
  assertWithin(1e-4, [scaleImagenet(pictures[0]).values], [vectors.imagenet_scale]);
});
