// One kernel, or two in a chain: what goes into each, what comes out, and in which shades of grey it is shown.

import { convolve, sumOf } from "./convolution.js";
import { summary } from "./picture.js";

const PIXEL_LEVELS = { black: 0, white: 255 };

/**
 * Return the stages of a chain: for each kernel { input, kernel, output, inputLevels, outputLevels }, each output being
 * the next input. Throws RangeError when a kernel does not fit into its input.
 */
export function stagesOf(picture, kernels, settings) {
  const stages = [];
  let [input, inputLevels, totalWeight] = [picture, PIXEL_LEVELS, 1];
  for (const kernel of kernels) {
    const output = convolve(input, kernel, settings);
    totalWeight *= sumOf(kernel);
    const outputLevels = Math.abs(totalWeight) < 1e-9 ? levelsAroundZero(output) : PIXEL_LEVELS;
    stages.push({ input, kernel, output, inputLevels, outputLevels });
    [input, inputLevels] = [output, outputLevels];
  }
  return stages;
}

/** Return the place of an output that is closest to a place which may lie beyond its edges. */
export function closestPlace({ height, width }, { row, column }) {
  return { row: between(0, row, height - 1), column: between(0, column, width - 1) };
}

/** Return the place after this one in reading order; after the last one, the first. */
export function nextPlace({ height, width }, { row, column }) {
  const index = (row * width + column + 1) % (height * width);
  return { row: Math.floor(index / width), column: index % width };
}

/** Return the place of an output whose kernel has its middle closest to a place of the input. */
export function placeOver(corner, stride, { row, column }) {
  return {
    row: Math.round((row - 1 - corner.row) / stride),
    column: Math.round((column - 1 - corner.column) / stride),
  };
}

// Weights that cancel make numbers around zero: zero is mid-grey, and the number farthest from it black or white.
function levelsAroundZero(output) {
  const { smallest, largest } = summary(output);
  const limit = Math.max(-smallest, largest) || 1;
  return { black: -limit, white: limit };
}

function between(least, number, most) {
  return Math.min(Math.max(number, least), most);
}
