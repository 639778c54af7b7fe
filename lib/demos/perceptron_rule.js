// Rosenblatt's rule, one point at a time. The same numbers as train_perceptron in lib/perceptron.py.

/** Return the weighted sum of a unit { weights, bias } at a point, a list as long as the weights. */
export function weightedSum({ weights, bias }, point) {
  return weights.reduce((sum, weight, index) => sum + weight * point[index], 0) + bias;
}

/** Return a training that has seen no point: a unit of zeros, and no mistake counted. */
export function startRule() {
  return { unit: { weights: [0, 0], bias: 0 }, steps: 0, next: 0, mistakes: [], converged: false, last: null };
}

/**
 * Show the next point to the unit, and correct the unit when its answer is wrong; the points come in turn, for ever.
 * `mistakes` counts by epoch; `converged` is true once an epoch is over without one; `last` tells what happened.
 */
export function stepRule(training, points, labels) {
  const { unit: before, next, steps } = training;
  const [point, label] = [points[next], labels[next]];
  const sum = weightedSum(before, point);
  const error = label - (sum >= 0 ? 1 : 0);
  const after = error === 0 ? before : corrected(before, point, error);
  const mistakes = next === 0 ? [...training.mistakes, 0] : [...training.mistakes];
  mistakes[mistakes.length - 1] += Math.abs(error);
  const epochEnds = next === points.length - 1;
  return {
    unit: after,
    steps: steps + 1,
    next: epochEnds ? 0 : next + 1,
    mistakes,
    converged: epochEnds && mistakes.at(-1) === 0,
    last: { index: next, point, label, sum, error, before, after },
  };
}

function corrected({ weights, bias }, point, error) {
  return { weights: weights.map((weight, index) => weight + error * point[index]), bias: bias + error };
}
