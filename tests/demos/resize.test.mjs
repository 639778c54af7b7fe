import assert from "node:assert/strict";
import test from "node:test";

import { RULES, squeeze } from "../../lib/demos/resize.js";
import { vectors } from "./vectors.mjs";

for (const { width, height, size, rule, original, expected } of vectors.cases) {
  test(`${width}x${height} to ${size}, ${rule}: every byte as Pillow's`, () => {
    const rgb = Buffer.from(original, "base64");
    const rgba = new Uint8Array(width * height * 4).fill(255);
    for (let i = 0; i < width * height; i++) rgba.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i);
    const readRow = (row) => rgba.subarray(row * width * 4, (row + 1) * width * 4);
    const found = squeeze({ width, height, readRow }, size, rule);
    assert.deepEqual([found.width, found.height], [size, size]);
    assert.equal(Buffer.from(found.pixels).compare(Buffer.from(expected, "base64")), 0);
  });
}

test("the rules are those of the chapters", () => assert.deepEqual(RULES, vectors.rules));

test("the rows of a large photo are read in order and once, so that it can be read in strips", () => {
  for (const [width, height] of [[300, 200], [40, 900]]) {
    const rows = [];
    squeeze({ width, height, readRow: (row) => (rows.push(row), new Uint8Array(width * 4)) }, 32, "box");
    assert.deepEqual(rows, Array.from({ length: height }, (_, row) => row));
  }
});
