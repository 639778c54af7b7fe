// The three units of the perceptron playground, which are all played in the same way. A learner has
// start({ hiddenUnits, seed }), step(training, data, learningRate): return a training;
// sum(training, point): what the output unit compares with zero; direction(training): its weights, or null;
// before(training): the training before a last step that is worth a look, or null;
// isFinished(training), stepsPerFrame; and for the reader `label`, numbers, weights, describe: lines of text.
// `data` is { points, labels, bound }, where the bound on Rosenblatt's mistakes is null when none is known.

import { backpropagate, forward, randomLayers, startDescent, stepDescent, zeroLayers } from "./gradient_descent.js";
import { startRule, stepRule, weightedSum } from "./perceptron_rule.js";
import {
  describeFirstWeight,
  describeRule,
  describeUnit,
  layerRows,
  lossText,
  mistakesText,
  unitRow,
  unitText,
} from "./perceptron_sentences.js";

const STEP_LIMIT = 20000;

const threshold = {
  label: "threshold, Rosenblatt's rule",
  start: startRule,
  step: (training, { points, labels }) => stepRule(training, points, labels),
  sum: ({ unit }, point) => weightedSum(unit, point),
  before: ({ last }) => (last?.error ? { unit: last.before } : null),
  direction: ({ unit }) => unit.weights,
  isFinished: ({ converged, steps }) => converged || steps >= STEP_LIMIT,
  stepsPerFrame: 1,
  numbers: ({ unit, mistakes }, { bound }) => [unitText(unit), mistakesText(mistakes, bound)],
  weights: ({ unit }) => [unitRow("the unit", unit)],
  describe: describeRule,
};

const descent = {
  step: (training, { points, labels }, rate) => stepDescent(training, points, labels, rate),
  sum: ({ layers }, point) => forward(layers, point).sum,
  before: () => null,
  isFinished: ({ steps }) => steps >= STEP_LIMIT,
  stepsPerFrame: 5,
  weights: ({ layers }) => layerRows(layers),
};

const sigmoid = {
  ...descent,
  label: "sigmoid, logistic regression",
  start: () => startDescent(zeroLayers([2, 1])),
  direction: ({ layers }) => singleUnit(layers).weights,
  numbers: (training, data) => [unitText(singleUnit(training.layers)), progress(sigmoid, training, data)],
  describe: ({ steps, last }) =>
    describeUnit(steps, last, singleUnit(last.before), singleUnit(last.gradients), singleUnit(last.after)),
};

const hidden = {
  ...descent,
  label: "one hidden layer of tanh units",
  start: ({ hiddenUnits, seed }) => startDescent(randomLayers([2, hiddenUnits, 1], seed)),
  direction: () => null,
  numbers: (training, data) => [progress(hidden, training, data)],
  describe: ({ steps, last }) => describeFirstWeight(steps, last),
};

/** The learners by name. */
export const learners = { threshold, sigmoid, hidden };

/** Return the answer of an output unit to its sum: 1 where it reaches zero, else 0. */
export function answerTo(sum) {
  return sum >= 0 ? 1 : 0;
}

/** Return how many points a learner answers wrongly. */
export function countWrong(learner, training, { points, labels }) {
  return points.filter((point, index) => answerTo(learner.sum(training, point)) !== labels[index]).length;
}

function progress(learner, training, data) {
  const { points, labels } = data;
  if (points.length === 0) return `step ${training.steps}`;
  const { loss } = backpropagate(training.layers, points, labels);
  return lossText(training.steps, loss, countWrong(learner, training, data), points.length);
}

function singleUnit([{ kernel, bias }]) {
  return { weights: kernel.map(([weight]) => weight), bias: bias[0] };
}
