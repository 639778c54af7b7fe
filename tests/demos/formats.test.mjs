import assert from "node:assert/strict";
import test from "node:test";

import { formatNumber, formatTerm } from "../../lib/demos/formats.js";

test("a negative number has a true minus sign, and a zero has none", () => {
  assert.deepEqual([-1.25, -0.001, 0, 2].map((value) => formatNumber(value)), ["−1.25", "0.00", "0.00", "2.00"]);
  assert.equal(formatNumber(3.14159, 4), "3.1416");
});

test("what is no finite number says so", () => {
  assert.deepEqual([Infinity, -Infinity, NaN].map((value) => formatNumber(value)), ["∞", "−∞", "not a number"]);
});

test("a term has its sign before it", () => {
  assert.deepEqual([0.5, -0.5, 0].map((value) => formatTerm(value)), ["+ 0.50", "− 0.50", "+ 0.00"]);
});
