import assert from "node:assert/strict";
import test from "node:test";

import * as sentences from "../../lib/demos/two_networks_sentences.js";

const LABELS = ["chapter 10", "chapter 11"];

test("what was done to the photo", () => {
  const remarks = ["It is an animation: only its first picture was taken."];
  const photo = { name: "cat.gif", width: 640, height: 480, remarks };
  assert.equal(
    sentences.photoSentence(photo, 32),
    "cat.gif: 640 × 480 pixels, squeezed to 32 × 32. It is an animation: only its first picture was taken.",
  );
});

test("what the networks say", () => {
  assert.equal(
    sentences.answerSentence(LABELS, ["cat", "dog"], [[0.25, 0.75], [0.625, 0.375]], 123.6),
    "The network of chapter 10 says dog (0.750), that of chapter 11 says cat (0.625). It took 124 milliseconds.",
  );
});

test("who was right how often", () => {
  assert.equal(
    sentences.tallySentence(LABELS, 6, { both: 3, first: 0, second: 2, neither: 1 }),
    "Pictures counted: 6. Both networks right: 3, only chapter 10: 0, only chapter 11: 2, neither: 1.",
  );
});

test("what the rounding costs", () => {
  const accuracies = [{ images: 10000, int8: 0.4473, float: 0.4478 }, { images: 10000, int8: 0.617, float: 0.6175 }];
  assert.equal(
    sentences.accuracySentence(LABELS, accuracies),
    "Each weight is rounded to one byte. Right on the 10,000 test images: " +
      "chapter 10 0.4473 (0.4478 before the rounding), chapter 11 0.6170 (0.6175 before the rounding).",
  );
});
