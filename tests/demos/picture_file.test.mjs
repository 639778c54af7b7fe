import assert from "node:assert/strict";
import test from "node:test";

import { fittedSize, pictureOf } from "../../lib/demos/picture_file.js";

test("a photo of 20 megapixels is shrunk, a small picture keeps its size, and no side vanishes", () => {
  assert.deepEqual(fittedSize(5472, 3648, 192), { width: 192, height: 128 });
  assert.deepEqual(fittedSize(3648, 5472, 192), { width: 128, height: 192 });
  assert.deepEqual(fittedSize(20, 10, 192), { width: 20, height: 10 });
  assert.deepEqual(fittedSize(5000, 3, 192), { width: 192, height: 1 });
});

test("pixels keep their colours, grey ones one channel, and what is transparent lies on white", () => {
  const colours = { width: 2, height: 1, data: Uint8ClampedArray.of(10, 20, 30, 255, 40, 50, 60, 255) };
  assert.deepEqual(pictureOf(colours), {
    picture: { height: 1, width: 2, channels: 3, values: Float64Array.of(10, 20, 30, 40, 50, 60) },
    transparent: false,
  });
  const grey = { width: 2, height: 1, data: Uint8ClampedArray.of(7, 7, 7, 255, 0, 0, 0, 51) };
  assert.deepEqual(pictureOf(grey), {
    picture: { height: 1, width: 2, channels: 1, values: Float64Array.of(7, 204) },
    transparent: true,
  });
});
