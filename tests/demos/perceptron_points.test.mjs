import assert from "node:assert/strict";
import test from "node:test";

import { decodePoints, encodePoints, pointAt, pointsField, withoutNearest, withPoint } from "../../lib/demos/perceptron_points.js";

const data = { points: [[0.5, -1.25], [0, 0.015625]], labels: [0, 1] };

test("points are written as whole numbers and read again", () => {
  assert.deepEqual(encodePoints(data), [32, -80, 0, 0, 1, 1]);
  assert.deepEqual(decodePoints(encodePoints(data)), data);
  assert.deepEqual(pointsField.parse(pointsField.format(data)), data);
  assert.deepEqual(pointsField.parse(""), { points: [], labels: [] });
});

for (const text of ["1,2", "1,2,3", "1,2,-1", "81,0,0", "0.5,0,0", "0,0,x", new Array(303).fill(0).join(",")]) {
  test(`${text.slice(0, 20)} are no points`, () => assert.throws(() => pointsField.parse(text), RangeError));
}

test("a position in the picture is a point of the grid", () => {
  assert.deepEqual([{ x: 0, y: 0 }, { x: 1, y: 1 }, { x: 0.5, y: 0.5 }].map(pointAt), [[-1.25, 1.25], [1.25, -1.25], [0, 0]]);
  assert.ok(Number.isInteger(64 * pointAt({ x: 0.1234, y: 0.3 })[0]));
});

test("a point comes, and the nearest one goes", () => {
  const more = withPoint(data, [1, 1], 1);
  assert.deepEqual(more.points, [...data.points, [1, 1]]);
  assert.deepEqual(withoutNearest(more, [0.9, 0.9]), data);
  assert.deepEqual(withoutNearest({ points: [], labels: [] }, [0, 0]), { points: [], labels: [] });
});
