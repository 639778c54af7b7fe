import assert from "node:assert/strict";
import test from "node:test";

import { pool, shifted, stayed, windowAt } from "../../lib/demos/pooling.js";
import { vectors } from "./vectors.mjs";

test("every number is the one of lib.pooling, before and after the picture has moved", () => {
  for (const { picture, settings, move, before, after, ...expected } of vectors) {
    const outputBefore = pool(picture, settings);
    const outputAfter = pool(shifted(picture, move), settings);
    assert.deepEqual({ ...outputBefore, values: Array.from(outputBefore.values) }, before);
    assert.deepEqual({ ...outputAfter, values: Array.from(outputAfter.values) }, after);
    assert.deepEqual(stayed(outputBefore, outputAfter), expected.stayed);
  }
});

test("a window is read from left to right and from top to bottom", () => {
  const picture = { height: 3, width: 4, channels: 1, values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] };
  assert.deepEqual(windowAt(picture, { size: 2, stride: 1 }, { row: 1, column: 2 }), [6, 7, 10, 11]);
});

test("a window that does not fit is refused in a sentence", () => {
  const picture = { height: 3, width: 4, channels: 1, values: Array(12).fill(0) };
  assert.throws(() => pool(picture, { operation: "max", size: 4, stride: 1 }), /window of 4 .* side of 3/);
});
