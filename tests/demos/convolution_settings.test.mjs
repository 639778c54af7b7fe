import assert from "node:assert/strict";
import test from "node:test";

import { FIELDS, PRESETS, nameOfKernel, presetSettings } from "../../lib/demos/convolution_settings.js";
import { readLink, writeLink } from "../../lib/demos/link_state.js";
import { vectors as kernels } from "./vectors.mjs";

test("every preset names kernels that lib has, and survives a link", () => {
  for (const preset of Object.keys(PRESETS)) {
    const settings = { ...presetSettings(preset, kernels), row: 3, column: 4, channel: "blue" };
    assert.equal(settings.first.length, 3);
    const link = writeLink("", "convolution", FIELDS, settings);
    assert.deepEqual(readLink(link, "convolution", FIELDS), { values: settings, problems: [] });
  }
});

test("a kernel with too few weights in a link is ignored with a sentence", () => {
  const { values, problems } = readLink("#convolution=first:1,2,3;stride:2", "convolution", FIELDS);
  assert.deepEqual(values, { stride: 2 });
  assert.match(problems.join(), /expected 9/);
});

test("a kernel has a name until a weight is changed", () => {
  assert.equal(nameOfKernel(kernels.sharpen, kernels), "sharpen");
  assert.equal(nameOfKernel([[0, -1, 0], [-1, 6, -1], [0, -1, 0]], kernels), undefined);
});
