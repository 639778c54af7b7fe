import assert from "node:assert/strict";
import test from "node:test";

import { LANDSCAPES } from "../../lib/demos/landscapes.js";
import { vectors } from "./vectors.mjs";

test("the race has the landscapes that Python knows", () => {
  assert.deepEqual(Object.keys(LANDSCAPES), Object.keys(vectors.landscapes));
});

for (const [key, expected] of Object.entries(vectors.landscapes)) {
  const { value, gradient, start, minimum } = LANDSCAPES[key];

  test(`${key} has lib's start and minimum`, () => {
    assertNear(start, expected.start);
    assert.deepEqual(minimum, expected.minimum);
  });

  test(`${key} has lib's values and gradients`, () => {
    assertNear(vectors.points.map(value), expected.values);
    assertNear(vectors.points.flatMap(gradient), expected.gradients.flat());
  });

  test(`${key} shows its start and its minimum`, () => {
    const [left, right, bottom, top] = LANDSCAPES[key].frame;
    for (const [x, y] of [start, minimum ?? start]) assert.ok(left < x && x < right && bottom < y && y < top);
  });
}

function assertNear(actual, expected) {
  assert.equal(actual.length, expected.length);
  actual.forEach((number, index) => {
    const allowed = 1e-12 * Math.max(1, Math.abs(expected[index]));
    assert.ok(Math.abs(number - expected[index]) <= allowed, `${number} is not ${expected[index]}`);
  });
}
