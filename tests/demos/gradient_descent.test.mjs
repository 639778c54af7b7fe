import assert from "node:assert/strict";
import test from "node:test";

import { backpropagate, randomLayers, sigmoid, startDescent, stepDescent, zeroLayers } from "../../lib/demos/gradient_descent.js";
import { vectors } from "./vectors.mjs";

const TOLERANCE = 1e-7; // rounding grows in fifty steps from weights far out

const numbersOf = (layers) => layers.flatMap(({ kernel, bias }) => [...kernel.flat(), ...bias]);

function assertClose(actual, expected) {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) => assert.ok(Math.abs(value - expected[index]) < TOLERANCE, `${value} is not ${expected[index]}`));
}

for (const [name, { points, labels, learningRate, start, gradients, losses, end }] of Object.entries(vectors)) {
  test(`${name}: the gradients are those of lib`, () => {
    assertClose(numbersOf(backpropagate(start, points, labels).gradients), numbersOf(gradients));
  });

  test(`${name}: the losses and the end are those of lib`, () => {
    let training = startDescent(start);
    const seen = losses.map(() => {
      training = stepDescent(training, points, labels, learningRate);
      return training.last.loss;
    });
    assertClose(seen, losses);
    assertClose(numbersOf(training.layers), numbersOf(end));
  });
}

test("the sigmoid does not overflow", () => {
  assert.deepEqual([-1000, 0, 1000].map(sigmoid), [0, 0.5, 1]);
});

test("random layers repeat with their seed, and have the variance of Glorot and Bengio", () => {
  assert.deepEqual(randomLayers([2, 3, 1], 7), randomLayers([2, 3, 1], 7));
  assert.notDeepEqual(randomLayers([2, 3, 1], 7), randomLayers([2, 3, 1], 8));
  const [{ kernel, bias }] = randomLayers([60, 40, 1], 1);
  const weights = kernel.flat();
  const mean = weights.reduce((sum, value) => sum + value, 0) / weights.length;
  const variance = weights.reduce((sum, value) => sum + (value - mean) ** 2, 0) / weights.length;
  assert.ok(Math.abs(mean) < 0.01);
  assert.ok(Math.abs(variance / (2 / 100) - 1) < 0.1, `variance ${variance}`);
  assert.deepEqual(bias, new Array(40).fill(0));
});

test("rows of zeros are not shared", () => {
  const [{ kernel }] = zeroLayers([2, 3]);
  kernel[0][0] = 1;
  assert.deepEqual(kernel[1], [0, 0, 0]);
});
