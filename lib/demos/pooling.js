// Pooling of a picture with one channel: the numbers of lib/pooling.py, and no drawing. A picture is as in picture.js.
// `settings` are { operation, size, stride }: "max" or "average", the side of a window, and the step to the next one.

import { blankPicture, numberAt } from "./picture.js";

/** What the numbers of a window become. */
export const OPERATIONS = {
  max: (numbers) => Math.max(...numbers),
  average: (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length,
};

/** Return the number of windows along one axis. Throws RangeError when not even one fits. */
export function windowCount(length, { size, stride }) {
  if (size > length) {
    throw new RangeError(`A window of ${size} does not fit into a side of ${length}.`);
  }
  return Math.floor((length - size) / stride) + 1;
}

/** Return the numbers under the window of one place of the output, in reading order. */
export function windowAt(picture, { size, stride }, { row, column }) {
  return Array.from({ length: size * size }, (_, index) =>
    numberAt(picture, row * stride + Math.floor(index / size), column * stride + (index % size)),
  );
}

/** Return the picture of what the windows become. Throws RangeError as windowCount does. */
export function pool(picture, settings) {
  const output = blankPicture(windowCount(picture.height, settings), windowCount(picture.width, settings));
  return filled(output, (place) => OPERATIONS[settings.operation](windowAt(picture, settings, place)));
}

/** Return the picture moved down and to the right; what leaves on one side comes in on the other. */
export function shifted(picture, { down, right }) {
  return filled(blankPicture(picture.height, picture.width), ({ row, column }) =>
    numberAt(picture, remainder(row - down, picture.height), remainder(column - right, picture.width)),
  );
}

/** Return for each number of two pictures of one shape whether it stayed exactly the same, in reading order. */
export function stayed(before, after) {
  return Array.from(after.values, (value, index) => value === before.values[index]);
}

function filled(picture, numberOf) {
  picture.values.forEach((_, index) => {
    picture.values[index] = numberOf({ row: Math.floor(index / picture.width), column: index % picture.width });
  });
  return picture;
}

function remainder(number, divisor) {
  return ((number % divisor) + divisor) % divisor;
}
