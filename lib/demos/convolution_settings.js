// What the reader of the convolution explorer can set: the presets, and the fields of a link.
// Kernels are lists of three rows; their names are those of lib/demos/convolution_explorer.py.

import { PADDINGS } from "./convolution.js";
import { listOf, numberFrom, oneOf, wholeNumberFrom } from "./link_state.js";

export const LARGEST_WEIGHT = 100;
export const LARGEST_STRIDE = 3;
export const CHANNELS = ["red", "green", "blue"];
export const ORDINALS = ["first", "second"];

const LAST_PLACE = 999;

export const PRESETS = {
  edges: {
    label: "edges from left to right",
    comment:
      "Try this: drag from a dark part of the picture to a bright one. The sum is positive where it gets brighter to " +
      "the right, negative where it gets darker, and near zero where the picture is even.",
    first: "Sobel, vertical edges",
  },
  sharpen: {
    label: "sharpen, then brighten",
    comment: "Try this: change the middle weight from 5 to 6. The weights add up to 2, and the result gets brighter.",
    first: "sharpen",
  },
  border: {
    label: "zeros at the border",
    comment: "Try this: go to a corner. Weights outside of the picture meet zeros, so the blur darkens the border.",
    first: "blur",
    padding: "same",
  },
  stride: {
    label: "every second place",
    comment:
      "Try this: compare with stride 1. The result has a quarter of the numbers. Then go to the last row: where a " +
      "side has an even number of pixels, the zeros lie only after it.",
    first: "Sobel, vertical edges",
    stride: 2,
    padding: "same",
  },
  chain: {
    label: "blur, then edges",
    comment:
      "Try this: drag over the first result. The second kernel sees the blurred picture, in which speckles are weaker.",
    first: "blur",
    second: "Sobel, vertical edges",
  },
};

/** Return the settings of a preset; `kernels` maps names to kernels. */
export function presetSettings(preset, kernels) {
  const { first, second, stride = 1, padding = "valid" } = PRESETS[preset];
  return { preset, first: kernels[first], second: second ? kernels[second] : null, stride, padding, watched: "first" };
}

/** Return the name of a kernel in `kernels`, or undefined when it is none of them. */
export function nameOfKernel(kernel, kernels) {
  return Object.keys(kernels).find((name) => String(kernels[name]) === String(kernel));
}

const weights = listOf(numberFrom(-LARGEST_WEIGHT, LARGEST_WEIGHT), 9, 9);

const kernelField = {
  parse(text) {
    const flat = weights.parse(text);
    return [flat.slice(0, 3), flat.slice(3, 6), flat.slice(6, 9)];
  },
  format: (kernel) => weights.format(kernel.flat()),
};

const optionalKernelField = {
  parse: (text) => (text === "" ? null : kernelField.parse(text)),
  format: (kernel) => (kernel ? kernelField.format(kernel) : ""),
};

/** The fields of a link, see link_state.js. */
export const FIELDS = {
  preset: oneOf(Object.keys(PRESETS)),
  first: kernelField,
  second: optionalKernelField,
  stride: wholeNumberFrom(1, LARGEST_STRIDE),
  padding: oneOf(PADDINGS),
  watched: oneOf(ORDINALS),
  row: wholeNumberFrom(0, LAST_PLACE),
  column: wholeNumberFrom(0, LAST_PLACE),
  channel: oneOf(CHANNELS),
};
