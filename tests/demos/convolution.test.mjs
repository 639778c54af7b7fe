import assert from "node:assert/strict";
import test from "node:test";

import { convolve, cornerOf, patchAt, productsOf, sumOf } from "../../lib/demos/convolution.js";
import { numberAt } from "../../lib/demos/picture.js";
import { vectors } from "./vectors.mjs";

function assertClose(actual, expected) {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) => assert.ok(Math.abs(value - expected[index]) < 1e-9, `${value}, ${expected[index]}`));
}

test("every number is the one of lib.convolution", () => {
  for (const { picture, kernel, settings, output } of vectors) {
    const actual = convolve(picture, kernel, settings);
    assert.deepEqual([actual.height, actual.width, actual.channels], [output.height, output.width, output.channels]);
    assertClose(Array.from(actual.values), output.values);
  }
});

test("the products under the kernel add up to the output, at every place", () => {
  for (const { picture, kernel, settings, output } of vectors) {
    for (let row = 0; row < output.height; row += 1) {
      for (let column = 0; column < output.width; column += 1) {
        const patch = patchAt(picture, kernel, settings, row, column, picture.channels - 1);
        const sum = sumOf(productsOf(patch, kernel));
        assertClose([sum], [numberAt(output, row, column, picture.channels - 1)]);
      }
    }
  }
});

test("an odd zero of the padding lies after the picture", () => {
  const picture = { height: 4, width: 4, channels: 1, values: Array(16).fill(7) };
  const kernel = [[1, 1, 1], [1, 1, 1], [1, 1, 1]];
  const settings = { stride: 2, padding: "same" };
  assert.deepEqual(cornerOf(picture, kernel, settings, 0, 0), { row: 0, column: 0 });
  const inside = patchAt(picture, kernel, settings, 1, 1).map((row) => row.map((cell) => cell.inside));
  assert.deepEqual(inside, [[true, true, false], [true, true, false], [false, false, false]]);
});

test("a kernel that does not fit is refused in a sentence", () => {
  const picture = { height: 2, width: 5, channels: 1, values: Array(10).fill(0) };
  const kernel = Array(3).fill([0, 0, 0]);
  assert.throws(() => convolve(picture, kernel, { stride: 1, padding: "valid" }), /kernel of 3 .* side of 2/);
  assert.equal(convolve(picture, kernel, { stride: 1, padding: "same" }).height, 2);
});
