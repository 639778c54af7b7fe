import assert from "node:assert/strict";
import test from "node:test";

import { fittedSize, pictureOf } from "../../lib/demos/photo_picture.js";

test("a photo of 20 megapixels is shrunk, a small picture keeps its size, and no side vanishes", () => {
  assert.deepEqual(fittedSize(5472, 3648, 192), { width: 192, height: 128 });
  assert.deepEqual(fittedSize(3648, 5472, 192), { width: 128, height: 192 });
  assert.deepEqual(fittedSize(20, 10, 192), { width: 20, height: 10 });
  assert.deepEqual(fittedSize(5000, 3, 192), { width: 192, height: 1 });
});

test("pixels keep their colours, and grey ones one channel", () => {
  const colours = { width: 2, height: 1, data: Uint8ClampedArray.of(10, 20, 30, 255, 40, 40, 40, 255) };
  const values = Float64Array.of(10, 20, 30, 40, 40, 40);
  assert.deepEqual(pictureOf(colours), { height: 1, width: 2, channels: 3, values });
  const grey = { width: 2, height: 1, data: Uint8ClampedArray.of(7, 7, 7, 255, 204, 204, 204, 255) };
  assert.deepEqual(pictureOf(grey), { height: 1, width: 2, channels: 1, values: Float64Array.of(7, 204) });
});
