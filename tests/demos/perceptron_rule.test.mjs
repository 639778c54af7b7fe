import assert from "node:assert/strict";
import test from "node:test";

import { startRule, stepRule } from "../../lib/demos/perceptron_rule.js";
import { vectors } from "./vectors.mjs";

for (const [name, { points, labels, path, mistakes, converged }] of Object.entries(vectors)) {
  test(`the path on ${name} is that of lib, number for number`, () => {
    let training = startRule();
    const seen = [[...training.unit.weights, training.unit.bias]];
    while (training.steps < mistakes.length * points.length) {
      assert.equal(training.converged, false);
      training = stepRule(training, points, labels);
      if (training.last.error) seen.push([...training.unit.weights, training.unit.bias]);
    }
    assert.deepEqual(seen, path);
    assert.deepEqual(training.mistakes, mistakes);
    assert.equal(training.converged, converged);
  });
}

test("a step tells what it did, and leaves the training before it as it was", () => {
  const start = startRule();
  const { last, unit } = stepRule(start, [[0.5, -0.25]], [0]);
  assert.deepEqual(unit, { weights: [-0.5, 0.25], bias: -1 });
  assert.deepEqual(last, { index: 0, point: [0.5, -0.25], label: 0, sum: 0, error: -1, before: start.unit, after: unit });
  assert.deepEqual(start, startRule());
});
