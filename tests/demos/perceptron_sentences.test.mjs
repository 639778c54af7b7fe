import assert from "node:assert/strict";
import test from "node:test";

import { startDescent, stepDescent } from "../../lib/demos/gradient_descent.js";
import { startRule, stepRule } from "../../lib/demos/perceptron_rule.js";
import {
  describeFirstWeight, describeRule, describeUnit, layerRows, mistakesText,
} from "../../lib/demos/perceptron_sentences.js";

test("a mistake is told with its arithmetic", () => {
  const first = stepRule(startRule(), [[0.5, -0.25], [1, 1]], [0, 1]);
  assert.equal(
    describeRule(first),
    "Step 1, epoch 1: point 1 at (0.500, −0.250), class 0. " +
      "Sum: 0.000 · 0.500 + 0.000 · (−0.250) + 0.000 = 0.0000, not below 0, so the unit fires: answer 1. " +
      "A mistake: subtract the point. w₁ = 0.000 − 0.500 = −0.500, w₂ = 0.000 − (−0.250) = 0.250, b = 0.000 − 1 = −1.000.",
  );
  assert.match(describeRule(stepRule(first, [[0.5, -0.25], [1, 1]], [0, 1])), /= −1\.2500, below 0, .*A mistake: add the point/);
});

test("a right answer changes nothing, and an epoch of them stops the rule", () => {
  assert.match(describeRule(stepRule(startRule(), [[0.5, -0.25]], [1])), /Right: nothing changes\. This epoch brought no mistake/);
});

test("mistakes are counted by epoch and in all, with the bound where there is one", () => {
  assert.equal(mistakesText([3, 1], 14), "epoch 2, mistakes: 1 in it, 4 in all (never more than 14)");
  assert.equal(mistakesText([], null), "epoch 0, mistakes: 0 in it, 0 in all");
});

test("a step of gradient descent is told with its arithmetic", () => {
  const unit = { weights: [0, 0], bias: 0 };
  const gradient = { weights: [-0.25, 0.5], bias: 0 };
  assert.equal(
    describeUnit(1, { loss: Math.LN2, learningRate: 0.5 }, unit, gradient, { weights: [0.125, -0.25], bias: 0 }),
    "Step 1: the loss was 0.693. Each number moves against its slope: w₁ = 0.000 − 0.50 · (−0.250) = 0.125, " +
      "w₂ = 0.000 − 0.50 · 0.500 = −0.250, b = 0.000 − 0.50 · 0.000 = 0.000.",
  );
  const layers = [
    { kernel: [[1, 0], [0, 1]], bias: [0, 0] },
    { kernel: [[1], [-1]], bias: [0] },
  ];
  const { last } = stepDescent(startDescent(layers), [[0, 0]], [1], 1);
  assert.equal(
    describeFirstWeight(1, last),
    "Step 1: the loss was 0.693. 9 weights and biases move against their slopes; the first: w = 1.000 − 1.00 · 0.000 = 1.000.",
  );
  assert.deepEqual(layerRows(layers), [
    ["hidden 1", "1.000, 0.000", "0.000"],
    ["hidden 2", "0.000, 1.000", "0.000"],
    ["output", "1.000, −1.000", "0.000"],
  ]);
});
