// Pictures as tables of numbers: { height, width, channels, values }, the values row by row, and a pixel's channels
// side by side.

/** Return a picture whose numbers are all zero. */
export function blankPicture(height, width, channels = 1) {
  return { height, width, channels, values: new Float64Array(height * width * channels) };
}

/** Return the picture that Python packed: its bytes, one a number, come as base64 text in `values`. */
export function unpackPicture({ height, width, channels, values }) {
  const bytes = atob(values);
  return { height, width, channels, values: Float64Array.from(bytes, (character) => character.charCodeAt(0)) };
}

/** Return true when the place lies in the picture. */
export function isInside(picture, row, column) {
  return row >= 0 && row < picture.height && column >= 0 && column < picture.width;
}

/** Return the number at a place of the picture. */
export function numberAt(picture, row, column, channel = 0) {
  return picture.values[(row * picture.width + column) * picture.channels + channel];
}

/** Return the smallest number of a picture, the largest, and the mean. */
export function summary({ values }) {
  let [smallest, largest, total] = [Infinity, -Infinity, 0];
  for (const value of values) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    total += value;
  }
  return { smallest, largest, mean: total / values.length };
}
