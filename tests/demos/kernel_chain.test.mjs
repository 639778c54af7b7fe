import assert from "node:assert/strict";
import test from "node:test";

import { closestPlace, nextPlace, placeOver, stagesOf } from "../../lib/demos/kernel_chain.js";

const SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]];
const BLUR = [[1, 2, 1], [2, 4, 2], [1, 2, 1]].map((row) => row.map((weight) => weight / 16));
const SETTINGS = { stride: 1, padding: "valid" };
const STEP = { height: 6, width: 6, channels: 1, values: Array.from({ length: 36 }, (_, index) => (index % 6 < 3 ? 0 : 160)) };

test("each output is the next input, and the order of two kernels does not matter without padding", () => {
  const stages = stagesOf(STEP, [BLUR, SOBEL], SETTINGS);
  assert.equal(stages[1].input, stages[0].output);
  const [, exchanged] = stagesOf(STEP, [SOBEL, BLUR], SETTINGS);
  assert.deepEqual(stages[1].output, exchanged.output);
  assert.deepEqual(Array.from(stages[0].output.values.slice(0, 4)), [0, 40, 120, 160]);
  assert.deepEqual(Array.from(stages[1].output.values.slice(0, 2)), [480, 480]);
});

test("where the weights cancel once, zero is mid-grey from there on", () => {
  assert.deepEqual(levels(BLUR, BLUR), [[0, 255], [0, 255]]);
  assert.deepEqual(levels(BLUR, SOBEL), [[0, 255], [-480, 480]]);
  assert.deepEqual(levels(SOBEL, BLUR), [[-640, 640], [-480, 480]]);
});

test("a picture of one grey has no edges, and still a range of shades", () => {
  const even = { ...STEP, values: Array(36).fill(9) };
  const [{ outputLevels }] = stagesOf(even, [SOBEL], SETTINGS);
  assert.ok(outputLevels.black < outputLevels.white);
});

test("a second kernel that does not fit is refused", () => {
  assert.throws(() => stagesOf(STEP, [BLUR, BLUR], { stride: 3, padding: "valid" }), RangeError);
});

test("places stay inside, and steps go on in the next row", () => {
  const output = { height: 2, width: 3 };
  assert.deepEqual(closestPlace(output, { row: -1, column: 7 }), { row: 0, column: 2 });
  assert.deepEqual(nextPlace(output, { row: 0, column: 2 }), { row: 1, column: 0 });
  assert.deepEqual(nextPlace(output, { row: 1, column: 2 }), { row: 0, column: 0 });
});

test("the kernel comes to lie with its middle on the place that was pointed at", () => {
  assert.deepEqual(placeOver({ row: 0, column: 0 }, 1, { row: 5, column: 1 }), { row: 4, column: 0 });
  assert.deepEqual(placeOver({ row: -1, column: -1 }, 2, { row: 4, column: 0 }), { row: 2, column: 0 });
});

function levels(...kernels) {
  return stagesOf(STEP, kernels, SETTINGS).map(({ outputLevels: { black, white } }) => [black, white]);
}
