// What the perceptron playground says about a step: the arithmetic with its numbers.

import { formatNumber } from "./formats.js";

const WEIGHTS = ["w₁", "w₂"];
const DIGITS = 3;
const SUM_DIGITS = 4; // coordinates are multiples of 1/64, so that a sum that is not zero shows a digit

/** Return the weights and the bias of a unit { weights, bias }. */
export function unitText({ weights, bias }) {
  return `w₁ = ${number(weights[0])}, w₂ = ${number(weights[1])}, b = ${number(bias)}`;
}

/** Return the mistakes of Rosenblatt's rule, counted by epoch; `bound` is the most that there can be, or null. */
export function mistakesText(mistakes, bound) {
  const total = mistakes.reduce((sum, count) => sum + count, 0);
  const limit = bound === null ? "" : ` (never more than ${bound})`;
  return `epoch ${mistakes.length}, mistakes: ${mistakes.at(-1) ?? 0} in it, ${total} in all${limit}`;
}

/** Return how far gradient descent has come. */
export function lossText(steps, loss, wrong, count) {
  return `step ${steps}, loss ${number(loss)}, wrong answers: ${wrong} of ${count}`;
}

/** Return the sentences about the last step of Rosenblatt's rule; see stepRule. */
export function describeRule({ steps, mistakes, last, converged }) {
  const { index, point, label, sum, error, before, after } = last;
  const products = point.map((value, input) => `${signed(before.weights[input])} · ${signed(value)}`);
  const sentences = [
    `Step ${steps}, epoch ${mistakes.length}: point ${index + 1} at (${number(point[0])}, ${number(point[1])}), class ${label}.`,
    `Sum: ${[...products, signed(before.bias)].join(" + ")} = ${formatNumber(sum, SUM_DIGITS)},`,
    sum >= 0 ? "not below 0, so the unit fires: answer 1." : "below 0, so the unit does not fire: answer 0.",
    error === 0 ? "Right: nothing changes." : describeCorrection(point, error, before, after),
  ];
  if (converged) sentences.push("This epoch brought no mistake: the rule has stopped.");
  return sentences.join(" ");
}

/** Return the sentences about a step of gradient descent with a single unit; all three units are { weights, bias }. */
export function describeUnit(steps, { loss, learningRate }, before, gradient, after) {
  const moves = WEIGHTS.map((name, index) =>
    move(name, before.weights[index], learningRate, gradient.weights[index], after.weights[index]),
  );
  moves.push(move("b", before.bias, learningRate, gradient.bias, after.bias));
  return `Step ${steps}: the loss was ${number(loss)}. Each number moves against its slope: ${moves.join(", ")}.`;
}

/** Return the sentences about a step of gradient descent with a network, of which the first weight is an example. */
export function describeFirstWeight(steps, { loss, learningRate, before, gradients, after }) {
  const first = (layers) => layers[0].kernel[0][0];
  const count = before.reduce((sum, { kernel, bias }) => sum + kernel.flat().length + bias.length, 0);
  const example = move("w", first(before), learningRate, first(gradients), first(after));
  return `Step ${steps}: the loss was ${number(loss)}. ${count} weights and biases move against their slopes; the first: ${example}.`;
}

/** Return a row for the table of weights: the name of a unit, its weights, its bias. */
export function unitRow(name, { weights, bias }) {
  return [name, weights.map(number).join(", "), number(bias)];
}

/** Return a row for each unit of a network. */
export function layerRows(layers) {
  return layers.flatMap(({ kernel, bias }, depth) =>
    bias.map((value, unit) => {
      const name = depth === layers.length - 1 ? "output" : `hidden ${unit + 1}`;
      return unitRow(name, { weights: kernel.map((row) => row[unit]), bias: value });
    }),
  );
}

function describeCorrection(point, error, before, after) {
  const sign = error > 0 ? "+" : "−";
  const [first, second] = point.map(
    (value, input) => `${WEIGHTS[input]} = ${number(before.weights[input])} ${sign} ${signed(value)} = ${number(after.weights[input])}`,
  );
  const bias = `b = ${number(before.bias)} ${sign} 1 = ${number(after.bias)}`;
  return `A mistake: ${error > 0 ? "add" : "subtract"} the point. ${first}, ${second}, ${bias}.`;
}

function move(name, before, learningRate, slope, after) {
  return `${name} = ${number(before)} − ${formatNumber(learningRate, 2)} · ${signed(slope)} = ${number(after)}`;
}

function number(value) {
  return formatNumber(value, DIGITS);
}

/** Return a number that can stand behind a sign. */
function signed(value) {
  const text = number(value);
  return text.startsWith("−") ? `(${text})` : text;
}
