// Gradient descent on the mean cross-entropy of a network with tanh units and one sigmoid output.
// The same numbers as backpropagate in lib/perceptron.py. A layer is { kernel, bias }; kernel[input][unit].
// A network of one layer is logistic regression.

/** Return 1 / (1 + exp(-sum)), without overflow. */
export function sigmoid(sum) {
  const small = Math.exp(-Math.abs(sum));
  return (sum >= 0 ? 1 : small) / (1 + small);
}

/** Return layers of zeros for the units in `sizes`, the inputs first. */
export function zeroLayers(sizes) {
  return layersOf(sizes, () => 0);
}

/**
 * Return random layers for the units in `sizes`, the inputs first; the same ones for the same seed. Biases are zero.
 * Kernels are uniform with variance 2 / (inputs + outputs): Glorot and Bengio (2010),
 * https://proceedings.mlr.press/v9/glorot10a.html
 */
export function randomLayers(sizes, seed) {
  const random = randomNumbers(seed);
  return layersOf(sizes, (inputs, units) => Math.sqrt(6 / (inputs + units)) * (2 * random() - 1));
}

/** Return { values, sum } at a point: the point and the values of each hidden layer, and the output unit's sum. */
export function forward(layers, point) {
  const values = [point];
  for (const layer of layers.slice(0, -1)) values.push(sumsOf(layer, values.at(-1)).map(Math.tanh));
  const [sum] = sumsOf(layers.at(-1), values.at(-1));
  return { values, sum };
}

/** Return { loss, gradients }: the mean cross-entropy over the points, and its gradients, shaped as the layers. */
export function backpropagate(layers, points, labels) {
  const gradients = layers.map(({ kernel, bias }) => ({
    kernel: kernel.map((row) => row.map(() => 0)),
    bias: bias.map(() => 0),
  }));
  let loss = 0;
  points.forEach((point, index) => {
    const { values, sum } = forward(layers, point);
    loss += crossEntropy(sum, labels[index]) / points.length;
    let slopes = [(sigmoid(sum) - labels[index]) / points.length];
    for (let depth = layers.length - 1; depth >= 0; depth -= 1) {
      addTo(gradients[depth], values[depth], slopes);
      slopes = layers[depth].kernel.map((row, input) => dot(row, slopes) * (1 - values[depth][input] ** 2));
    }
  });
  return { loss, gradients };
}

/** Return a training that has taken no step. */
export function startDescent(layers) {
  return { layers, steps: 0, last: null };
}

/** Take one step against the gradients of the mean loss over all points; `last` tells what happened. */
export function stepDescent({ layers: before, steps }, points, labels, learningRate) {
  const { loss, gradients } = backpropagate(before, points, labels);
  const less = (value, slope) => value - learningRate * slope;
  const after = before.map(({ kernel, bias }, depth) => ({
    kernel: kernel.map((row, input) => row.map((weight, unit) => less(weight, gradients[depth].kernel[input][unit]))),
    bias: bias.map((value, unit) => less(value, gradients[depth].bias[unit])),
  }));
  return { layers: after, steps: steps + 1, last: { loss, gradients, learningRate, before, after } };
}

function layersOf(sizes, weight) {
  return sizes.slice(1).map((units, depth) => {
    const inputs = sizes[depth];
    const row = () => Array.from({ length: units }, () => weight(inputs, units));
    return { kernel: Array.from({ length: inputs }, row), bias: new Array(units).fill(0) };
  });
}

function sumsOf({ kernel, bias }, values) {
  return bias.map((start, unit) => kernel.reduce((sum, row, input) => sum + row[unit] * values[input], 0) + start);
}

/** Return the loss of one point: log(1 + exp(sum)) - label * sum, without overflow. */
function crossEntropy(sum, label) {
  return Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))) - label * sum;
}

function addTo(gradient, values, slopes) {
  slopes.forEach((slope, unit) => {
    gradient.bias[unit] += slope;
    values.forEach((value, input) => (gradient.kernel[input][unit] += value * slope));
  });
}

function dot(first, second) {
  return first.reduce((sum, value, index) => sum + value * second[index], 0);
}

/** Return a function that draws from 0 to 1: a Weyl sequence whose numbers are mixed, as in the generator Mulberry32. */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
