import assert from "node:assert/strict";
import test from "node:test";

import { LANDSCAPES } from "../../lib/demos/landscapes.js";
import { EPSILON, RULES, arrivalStep, descend, explainStep, fillIn } from "../../lib/demos/update_rules.js";
import { vectors } from "./vectors.mjs";

const beale = LANDSCAPES.beale;

test("the rules are lib's eight optimizers, in lib's order", () => {
  assert.deepEqual(Object.keys(RULES), vectors.optimizers);
});

for (const optimizer of vectors.optimizers) {
  for (const landscape of vectors.landscapes) {
    const cases = vectors.paths.filter((one) => one.optimizer === optimizer && one.landscape === landscape);

    test(`${optimizer} takes lib's ${cases.length} paths on ${landscape}`, () => {
      assert.ok(cases.length > 1);
      for (const { start, learningRate, path } of cases) {
        const own = descend(RULES[optimizer], LANDSCAPES[landscape].gradient, start, learningRate, 300);
        path.forEach((point, index) => assertNear(own[10 * index], point, `rate ${learningRate}, step ${10 * index}`));
      }
    });
  }

  test(`the formulas of ${optimizer} give, with their numbers filled in, what it computes`, () => {
    for (const { text, before, results } of explainStep(RULES[optimizer], beale.gradient, beale.start, 0.003, 7)) {
      before.forEach((values, index) => {
        const filledIn = fillIn(text, values, (number) => `(${number})`);
        assertNear([evaluate(filledIn)], [results[index]], `${text}: ${filledIn}`);
      });
    }
  });

  test(`the step of ${optimizer} that is explained is the one that it takes`, () => {
    const path = descend(RULES[optimizer], beale.gradient, beale.start, 0.003, 8);
    const assignments = explainStep(RULES[optimizer], beale.gradient, beale.start, 0.003, 7);
    assert.deepEqual(assignments[0].before.map((values) => values.weight), path[7]);
    assert.equal(assignments.at(-1).name, "weight");
    assert.deepEqual(assignments.at(-1).results, path[8]);
  });
}

test("a path that diverges goes on with infinite and undefined numbers", () => {
  const path = descend(RULES["gradient descent"], beale.gradient, beale.start, 10, 300);
  assert.equal(path.length, 301);
  assert.ok(path.at(-1).every((weight) => !Number.isFinite(weight)));
});

test("an arrival holds for a number of steps in a row, and counts from the first", () => {
  const isLow = (loss) => loss < 1;
  assert.equal(arrivalStep([3, 0, 3, 0, 0, 0, 3], isLow, 3), 3);
  assert.equal(arrivalStep([0, 0], isLow, 2), 0);
  assert.equal(arrivalStep([3, 0, 0, 3, 0], isLow, 3), Infinity);
  assert.equal(arrivalStep([3, NaN, NaN], isLow, 1), Infinity);
});

/** Compute a formula as people write it. */
function evaluate(formula) {
  const translation = { "·": "*", "−": "-", "√": "Math.sqrt", "²": "**2", "^": "**", ε: EPSILON };
  return Function(`return ${formula.replace(/[·−√²^ε]/g, (sign) => translation[sign])}`)();
}

function assertNear(actual, expected, message) {
  actual.forEach((number, index) => {
    const allowed = 1e-6 * Math.max(1, Math.abs(expected[index]));
    assert.ok(Math.abs(number - expected[index]) <= allowed, `${message}: ${number} is not ${expected[index]}`);
  });
}
