import assert from "node:assert/strict";
import test from "node:test";

import { countWrong } from "../../lib/demos/perceptron_learners.js";
import {
  changed, dataOf, isOver, learnerOf, linkFields, linkValues, startSession, stepped,
} from "../../lib/demos/perceptron_session.js";
import { readLink, writeLink } from "../../lib/demos/link_state.js";
import { vectors } from "./vectors.mjs";

const { presets, mistakes } = vectors;

function play(changes, steps) {
  let session = changed(startSession(presets), changes);
  for (let count = 0; count < steps && !isOver(session); count += 1) session = stepped(session);
  return session;
}

const wrongAnswers = (session) => countWrong(learnerOf(session), session.training, dataOf(session));

for (const [preset, expected] of Object.entries(mistakes)) {
  test(`on ${preset} the rule stops after lib's number of mistakes, within the bound`, () => {
    const session = play({ preset }, 20000);
    const total = session.training.mistakes.reduce((sum, count) => sum + count, 0);
    assert.equal(session.training.converged, true);
    assert.equal(total, expected);
    assert.ok(total <= dataOf(session).bound);
    assert.equal(wrongAnswers(session), 0);
  });
}

test("the narrow margin takes more mistakes than the wide one", () => {
  assert.ok(mistakes.narrow > mistakes.separable);
});

test("on XOR neither single unit ends, and the hidden layer solves it as the presets promise", () => {
  assert.equal(play({ preset: "xor" }, 2000).training.converged, false);
  assert.ok(wrongAnswers(play({ preset: "xor", unit: "sigmoid" }, 2000)) > 0);
  assert.equal(wrongAnswers(play({ preset: "xor", unit: "hidden" }, 500)), 0);
});

test("on the moons no line is enough, and the hidden layer is", () => {
  assert.ok(wrongAnswers(play({ preset: "moons", unit: "sigmoid" }, 2000)) > 0);
  assert.equal(wrongAnswers(play({ preset: "moons", unit: "hidden" }, 2000)), 0);
});

test("another rate goes on, any other change starts again", () => {
  const session = play({ unit: "sigmoid" }, 5);
  assert.equal(changed(session, { rate: 2 }).training.steps, 5);
  for (const changes of [{ preset: "xor" }, { unit: "hidden" }, { points: { points: [[0, 0]], labels: [1] } }]) {
    assert.equal(changed(session, changes).training.steps, 0);
  }
});

test("without points there is nothing to learn", () => {
  for (const unit of ["threshold", "sigmoid", "hidden"]) {
    const session = changed(startSession(presets), { unit, points: { points: [], labels: [] } });
    assert.equal(isOver(session), true);
    assert.ok(learnerOf(session).numbers(session.training, dataOf(session)).length > 0);
  }
});

test("a link leads to the same session", () => {
  const points = { points: [[0.5, 0.25]], labels: [1] };
  const fields = linkFields(presets);
  for (const changes of [{ preset: "xor" }, { unit: "sigmoid", rate: 0.3 }, { unit: "hidden", hidden: 2, start: 5, points }]) {
    const session = changed(startSession(presets), changes);
    const { values, problems } = readLink(writeLink("", "perceptron", fields, linkValues(session)), "perceptron", fields);
    assert.deepEqual(problems, []);
    assert.deepEqual(changed(startSession(presets), values), session);
  }
});
