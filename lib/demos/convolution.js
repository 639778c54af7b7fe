// Convolution of a picture with one kernel, each channel alone: the numbers of lib/convolution.py, and no drawing.
// A picture is as in picture.js; a kernel is a list of rows, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]].

import { blankPicture, isInside, numberAt } from "./picture.js";

export const PADDINGS = ["valid", "same"];

/**
 * Return how many zeros go before and after an axis: none for "valid"; for "same" what TensorFlow adds, the larger half
 * after. Throws RangeError when the kernel is larger than the axis and nothing is added.
 */
export function paddingOf(size, kernelSize, stride, padding) {
  if (padding === "valid") {
    if (kernelSize > size) {
      throw new RangeError(`A kernel of ${kernelSize} does not fit into a side of ${size}.`);
    }
    return [0, 0];
  }
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernelSize - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** Return the number of places along one axis where a kernel is applied. Throws RangeError as paddingOf does. */
export function outputSize(size, kernelSize, stride, padding) {
  const [before, after] = paddingOf(size, kernelSize, stride, padding);
  return Math.floor((size + before + after - kernelSize) / stride) + 1;
}

/** Return the row and the column of the picture under the kernel's first weight, for one place of the output. */
export function cornerOf(picture, kernel, { stride, padding }, row, column) {
  const [above] = paddingOf(picture.height, kernel.length, stride, padding);
  const [left] = paddingOf(picture.width, kernel[0].length, stride, padding);
  return { row: row * stride - above, column: column * stride - left };
}

/** Return what lies under the kernel: rows of { value, inside }, zero outside of the picture. */
export function patchAt(picture, kernel, settings, row, column, channel = 0) {
  const corner = cornerOf(picture, kernel, settings, row, column);
  return kernel.map((weights, down) =>
    weights.map((_, right) => {
      const [pictureRow, pictureColumn] = [corner.row + down, corner.column + right];
      const inside = isInside(picture, pictureRow, pictureColumn);
      return { value: inside ? numberAt(picture, pictureRow, pictureColumn, channel) : 0, inside };
    }),
  );
}

/** Return each weight times the number under it, in rows. */
export function productsOf(patch, kernel) {
  return kernel.map((weights, row) => weights.map((weight, column) => weight * patch[row][column].value));
}

/** Return the sum of a table of numbers. */
export function sumOf(table) {
  return table.flat().reduce((sum, number) => sum + number, 0);
}

/**
 * Return the picture that a kernel makes of a picture, each channel alone.
 * `settings` holds the stride and the padding, "valid" or "same". Throws RangeError when the kernel does not fit.
 */
export function convolve(picture, kernel, settings) {
  const { stride, padding } = settings;
  const rows = outputSize(picture.height, kernel.length, stride, padding);
  const columns = outputSize(picture.width, kernel[0].length, stride, padding);
  const output = blankPicture(rows, columns, picture.channels);
  const first = cornerOf(picture, kernel, settings, 0, 0);
  let index = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      for (let channel = 0; channel < picture.channels; channel += 1) {
        const [top, left] = [first.row + row * stride, first.column + column * stride];
        output.values[index] = weightedSum(picture, kernel, top, left, channel);
        index += 1;
      }
    }
  }
  return output;
}

function weightedSum(picture, kernel, top, left, channel) {
  let sum = 0;
  for (let down = 0; down < kernel.length; down += 1) {
    for (let right = 0; right < kernel[down].length; right += 1) {
      if (isInside(picture, top + down, left + right)) {
        sum += kernel[down][right] * numberAt(picture, top + down, left + right, channel);
      }
    }
  }
  return sum;
}
