import assert from "node:assert/strict";
import test from "node:test";

import { listOf, numberFrom, oneOf, readLink, wholeNumberFrom, writeLink } from "../../lib/demos/link_state.js";

const fields = {
  preset: oneOf(["xor", "moons"]),
  rate: numberFrom(0.01, 10),
  steps: wholeNumberFrom(0, 100),
  points: listOf(numberFrom(-1, 1), 0, 4),
};
const values = { preset: "xor", rate: 0.5, steps: 7, points: [0.25, -1] };

test("what is written is read again", () => {
  const hash = writeLink("", "demo", fields, values);
  assert.equal(hash, "#demo=preset:xor;rate:0.5;steps:7;points:0.25,-1");
  assert.deepEqual(readLink(hash, "demo", fields), { values, problems: [] });
});

test("an empty list is a list", () => {
  const hash = writeLink("", "demo", fields, { points: [] });
  assert.deepEqual(readLink(hash, "demo", fields).values, { points: [] });
});

test("other demos and anchors of the page keep their part of the hash", () => {
  assert.equal(writeLink("#section&race=a:1", "demo", fields, { steps: 1 }), "#section&race=a:1&demo=steps:1");
  assert.equal(writeLink("#demo=steps:1&race=a:1", "demo", fields, { steps: 2 }), "#race=a:1&demo=steps:2");
  assert.deepEqual(readLink("#demonstration=steps:1&section", "demo", fields), { values: {}, problems: [] });
});

test("a browser may have escaped the hash", () => {
  assert.deepEqual(readLink("#demo=points%3A0.25%2C-1", "demo", fields).values, { points: [0.25, -1] });
});

const bad = [
  ["preset:spiral", "one of xor, moons"],
  ["rate:", "a number from 0.01 to 10"],
  ["rate:NaN", "a number from 0.01 to 10"],
  ["rate:1e9", "a number from 0.01 to 10"],
  ["steps:1.5", "a whole number from 0 to 100"],
  ["steps:101", "a whole number from 0 to 100"],
  ["points:0,0,0,0,0", "0 to 4 values"],
  ["points:0,x", "a number from -1 to 1"],
  ["colour:red", "one of the settings preset, rate, steps, points"],
  ["constructor:1", "one of the settings preset, rate, steps, points"],
  ["preset:%E0%A4%A", "one of xor, moons"],
];
for (const [part, expected] of bad) {
  test(`${part} is ignored with a sentence, and the rest is read`, () => {
    const { values, problems } = readLink(`#demo=${part};steps:3`, "demo", fields);
    assert.deepEqual(values, { steps: 3 });
    assert.deepEqual(problems, [`The link asks for “${part}”, which is ignored: expected ${expected}.`]);
  });
}

test("a long bad part is shortened", () => {
  const [problem] = readLink(`#demo=preset:${"x".repeat(500)}`, "demo", fields).problems;
  assert.ok(problem.length < 130);
});
