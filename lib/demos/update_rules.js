// Eight optimizers as update rules, equal to lib/optimizers.py, and what is needed to run and explain them.
//
// All eight treat each weight by itself. A rule is therefore a list of assignments to plain numbers: `name` is set to
// `compute(values)`, and `text` is the same formula for people, in which every word is the name of a value.
// The operations come in the order of lib, so that both round alike: some paths are chaotic and blow up any difference.

export const EPSILON = 1e-7;

const assign = (name, text, compute) => ({ name, text, compute });
const squared = (number) => number * number;
const runningMean = (keep, mean, number) => keep * mean + (1 - keep) * number;

const VELOCITY = assign(
  "velocity",
  "0.9 · velocity − learningRate · gradient",
  (now) => 0.9 * now.velocity - now.learningRate * now.gradient,
);

const ADAM = [
  assign("steps", "steps + 1", (now) => now.steps + 1),
  assign("mean", "0.9 · mean + 0.1 · gradient", (now) => runningMean(0.9, now.mean, now.gradient)),
  assign(
    "square",
    "0.999 · square + 0.001 · gradient²",
    (now) => runningMean(0.999, now.square, squared(now.gradient)),
  ),
  assign(
    "correction",
    "√(1 − 0.999^steps) / (1 − 0.9^steps)",
    (now) => Math.sqrt(1 - 0.999 ** now.steps) / (1 - 0.9 ** now.steps),
  ),
  assign(
    "weight",
    "weight − learningRate · correction · mean / (√(square) + ε)",
    (now) => now.weight - (now.learningRate * now.correction * now.mean) / (Math.sqrt(now.square) + EPSILON),
  ),
];

/** The rules by name. `memory` holds the values that an optimizer remembers for each weight, before the first step. */
export const RULES = {
  "gradient descent": {
    memory: {},
    assignments: [
      assign("weight", "weight − learningRate · gradient", (now) => now.weight - now.learningRate * now.gradient),
    ],
  },
  momentum: {
    memory: { velocity: 0 },
    assignments: [VELOCITY, assign("weight", "weight + velocity", (now) => now.weight + now.velocity)],
  },
  Nesterov: {
    memory: { velocity: 0 },
    assignments: [
      VELOCITY,
      assign(
        "weight",
        "weight + 0.9 · velocity − learningRate · gradient",
        (now) => now.weight + 0.9 * now.velocity - now.learningRate * now.gradient,
      ),
    ],
  },
  Adagrad: {
    memory: { sum: 0.1 },
    assignments: [
      assign("sum", "sum + gradient²", (now) => now.sum + squared(now.gradient)),
      assign(
        "weight",
        "weight − learningRate · gradient / √(sum + ε)",
        (now) => now.weight - (now.learningRate * now.gradient) / Math.sqrt(now.sum + EPSILON),
      ),
    ],
  },
  RMSprop: {
    memory: { square: 0 },
    assignments: [
      assign(
        "square",
        "0.9 · square + 0.1 · gradient²",
        (now) => runningMean(0.9, now.square, squared(now.gradient)),
      ),
      assign(
        "weight",
        "weight − learningRate · gradient / √(square + ε)",
        (now) => now.weight - (now.learningRate * now.gradient) / Math.sqrt(now.square + EPSILON),
      ),
    ],
  },
  Adadelta: {
    memory: { square: 0, stepSquare: 0 },
    assignments: [
      assign(
        "square",
        "0.95 · square + 0.05 · gradient²",
        (now) => runningMean(0.95, now.square, squared(now.gradient)),
      ),
      assign(
        "step",
        "gradient · √(stepSquare + ε) / √(square + ε)",
        (now) => (now.gradient * Math.sqrt(now.stepSquare + EPSILON)) / Math.sqrt(now.square + EPSILON),
      ),
      assign(
        "stepSquare",
        "0.95 · stepSquare + 0.05 · step²",
        (now) => runningMean(0.95, now.stepSquare, squared(now.step)),
      ),
      assign("weight", "weight − learningRate · step", (now) => now.weight - now.learningRate * now.step),
    ],
  },
  Adam: { memory: { steps: 0, mean: 0, square: 0 }, assignments: ADAM },
  AdamW: {
    memory: { steps: 0, mean: 0, square: 0 },
    assignments: [
      assign(
        "weight",
        "weight − learningRate · 0.004 · weight",
        (now) => now.weight - now.learningRate * 0.004 * now.weight,
      ),
      ...ADAM,
    ],
  },
};

/** Return the path of a rule: the start, and the point after each of `numSteps` steps. */
export function descend(rule, gradientOf, start, learningRate, numSteps) {
  const values = valuesAt(rule, start, learningRate);
  const path = [start];
  for (let step = 0; step < numSteps; step += 1) path.push(takeStep(rule, gradientOf(path[step]), values));
  return path;
}

/**
 * Return the step that follows after `numSteps` steps: for each assignment its name, its text, and for the two weights
 * the values before the assignment (`before`) and the numbers that it gives (`results`).
 */
export function explainStep(rule, gradientOf, start, learningRate, numSteps) {
  const values = valuesAt(rule, start, learningRate);
  let point = start;
  for (let step = 0; step < numSteps; step += 1) point = takeStep(rule, gradientOf(point), values);
  setGradient(gradientOf(point), values);
  return rule.assignments.map(({ name, text, compute }) => {
    const before = values.map((now) => ({ ...now }));
    for (const now of values) now[name] = compute(now);
    return { name, text, before, results: values.map((now) => now[name]) };
  });
}

/** Return a formula with each name replaced by its number, as `format` writes it. */
export function fillIn(text, values, format) {
  return text.replace(/[a-z]+/gi, (name) => format(values[name]));
}

/** Return the first step from which on `hasArrived` holds for `hold` points of the path in a row, or Infinity. */
export function arrivalStep(path, hasArrived, hold) {
  let held = 0;
  for (let step = 0; step < path.length; step += 1) {
    held = hasArrived(path[step]) ? held + 1 : 0;
    if (held === hold) return step - hold + 1;
  }
  return Infinity;
}

function valuesAt(rule, start, learningRate) {
  return start.map((weight) => ({ weight, gradient: 0, learningRate, ...rule.memory }));
}

function setGradient(gradient, values) {
  values.forEach((now, index) => (now.gradient = gradient[index]));
}

/** Carry out a step on the values, and return the new point. */
function takeStep(rule, gradient, values) {
  setGradient(gradient, values);
  return values.map((now) => {
    for (const { name, compute } of rule.assignments) now[name] = compute(now);
    return now.weight;
  });
}
