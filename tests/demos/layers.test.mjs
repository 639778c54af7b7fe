import assert from "node:assert/strict";
import test from "node:test";

import { convolve, dense, maxPool, relu, softmax } from "../../lib/demos/layers.js";
import { vectors } from "./vectors.mjs";

function map(nested) {
  const [height, width, channels] = [nested.length, nested[0].length, nested[0][0].length];
  return { height, width, channels, values: Float32Array.from(nested.flat(2)) };
}

function assertClose(found, expected, tolerance = 1e-5) {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= tolerance, `${i}: ${value}, not ${expected[i]}`);
  });
}

for (const { name, input, layer, expected } of vectors.convolutions) {
  test(`convolve as Keras does: ${name}`, () => {
    const kernel = Float32Array.from(layer.kernel.flat(3));
    const found = convolve(map(input), { ...layer, kernel, bias: Float32Array.from(layer.bias) });
    const { height, width, channels, values } = map(expected);
    assert.deepEqual([found.height, found.width, found.channels], [height, width, channels]);
    assertClose(found.values, values);
  });
}

for (const { name, input, size, expected } of vectors.poolings) {
  test(`pool as Keras does: ${name}`, () => assert.deepEqual(maxPool(map(input), { size }), map(expected)));
}

test("dense as Keras does", () => {
  const { input, layer, expected } = vectors.dense;
  const kernel = Float32Array.from(layer.kernel.flat());
  assertClose(dense(map(input), { ...layer, kernel, bias: Float32Array.from(layer.bias) }).values, expected);
});

test("activations", () => {
  const values = map([[[-1, 0, 2]]]);
  assert.deepEqual(relu(values), map([[[0, 0, 2]]]));
  assertClose(softmax(values).values, [0.04201007, 0.1141952, 0.8437947], 1e-6);
  assertClose(softmax(map([[[1000, 1000]]])).values, [0.5, 0.5]);
  assert.deepEqual(values, map([[[-1, 0, 2]]]));
});

test("a map that does not fit is named with what was expected", () => {
  const layer = { size: 1, inputs: 2, outputs: 1, kernel: new Float32Array(2), bias: new Float32Array(1) };
  assert.throws(() => convolve(map([[[1]]]), layer), /the convolution got 1 channels, expected 2/);
  assert.throws(() => dense(map([[[1]]]), layer), /the dense layer got 1 numbers, expected 2/);
});
