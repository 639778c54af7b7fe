import assert from "node:assert/strict";
import test from "node:test";

import { answerOf, count, emptyTally, summary } from "../../lib/demos/tally.js";

test("each picture is counted once, by who was right", () => {
  const answers = [["cat", "cat"], ["cat", "dog"], ["dog", "cat"], ["dog", "dog"], ["dog", "cat"]];
  const tally = answers.reduce((tally, given) => count(tally, { truth: "cat", answers: given }), emptyTally);
  assert.deepEqual(summary(tally), { both: 1, first: 1, second: 2, neither: 1 });
  assert.deepEqual(summary(emptyTally), { both: 0, first: 0, second: 0, neither: 0 });
});

test("the answer is the most likely class", () => assert.equal(answerOf([0.2, 0.7, 0.1]), 1));
