// Shrink a picture as Pillow does, to the last bit: the chapters shrink photos with it, and a network may answer
// differently when another program does it. Source: Pillow's src/libImaging/Resample.c and Geometry.c.

const sinc = (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** The rules by which many pixels become one, without "nearest": how far a rule reaches, and its weight at x. */
const FILTERS = {
  box: { reach: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { reach: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { reach: 1, weight: (x) => (Math.abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x)) : 0) },
  bicubic: { reach: 2, weight: (x) => cubic(Math.abs(x)) },
  lanczos: { reach: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** The names of all rules, as in `lib.photos.INTERPOLATIONS`. */
export const RULES = ["nearest", "bilinear", "bicubic", "lanczos", "hamming", "box"];

const WEIGHT_BITS = 22; // Pillow computes with whole numbers: a weight of 1 is 2 ** 22

/**
 * A picture squeezed to size x size: { width, height, pixels }, red, green, blue of 0 to 255 for each pixel.
 * `readRow(row)` gives a row of the original with four bytes for each pixel, as a canvas does; the fourth is not used.
 * Rows are read in order, each once, so the original need not be in memory as a whole.
 */
export function squeeze({ width, height, readRow }, size, rule) {
  if (rule === "nearest") return pickNearest({ width, height, readRow }, size);
  const original = { width, height, readRow, pixelBytes: 4 };
  const columns = windows(width, size, FILTERS[rule]);
  const rows = windows(height, size, FILTERS[rule]);
  const isTall = height > size && height - size > 2 * (width - size); // then Pillow shortens first
  const { pixels } = isTall ? narrow(shorten(original, rows), columns) : shorten(narrow(original, columns), rows);
  return { width: size, height: size, pixels };
}

/** Each row becomes a row of weighted sums, one for each window. */
function narrow({ height, readRow, pixelBytes }, columns) {
  const sums = new Int32Array(height * columns.length * 3);
  let place = 0;
  for (let row = 0; row < height; row++) {
    const bytes = readRow(row);
    for (const { first, weights } of columns) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let position = first * pixelBytes;
      for (const weight of weights) {
        red += weight * bytes[position];
        green += weight * bytes[position + 1];
        blue += weight * bytes[position + 2];
        position += pixelBytes;
      }
      sums[place] = red;
      sums[place + 1] = green;
      sums[place + 2] = blue;
      place += 3;
    }
  }
  return keepInMemory(columns.length, height, sums);
}

/** Each window of rows becomes one row, their weighted sum. */
function shorten({ width, height, readRow, pixelBytes }, rows) {
  const sums = new Int32Array(rows.length * width * 3);
  for (let row = 0; row < height; row++) {
    const bytes = readRow(row);
    rows.forEach(({ first, weights }, newRow) => {
      if (row < first || row >= first + weights.length) return;
      const weight = weights[row - first];
      let place = newRow * width * 3;
      for (let position = 0; position < width * pixelBytes; position += pixelBytes) {
        sums[place] += weight * bytes[position];
        sums[place + 1] += weight * bytes[position + 1];
        sums[place + 2] += weight * bytes[position + 2];
        place += 3;
      }
    });
  }
  return keepInMemory(width, rows.length, sums);
}

function keepInMemory(width, height, sums) {
  const half = 2 ** (WEIGHT_BITS - 1);
  const pixels = Uint8ClampedArray.from(sums, (sum) => (sum + half) >> WEIGHT_BITS); // clamps to 0 ... 255
  const readRow = (row) => pixels.subarray(row * width * 3, (row + 1) * width * 3);
  return { width, height, pixels, readRow, pixelBytes: 3 };
}

/** For each of `size` new pixels: the first of the `length` old pixels in its window, and their weights. */
function windows(length, size, { reach, weight }) {
  const scale = length / size;
  const stretch = Math.max(scale, 1);
  return Array.from({ length: size }, (_, position) => {
    const center = (position + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - reach * stretch + 0.5));
    const end = Math.min(length, Math.trunc(center + reach * stretch + 0.5));
    const exact = Array.from({ length: end - first }, (_, i) => weight((i + first - center + 0.5) / stretch));
    const sum = exact.reduce((a, b) => a + b, 0);
    return { first, weights: Int32Array.from(exact, (value) => roundHalfAway((value / sum) * 2 ** WEIGHT_BITS)) };
  });
}

function pickNearest({ width, height, readRow }, size) {
  const pixels = new Uint8ClampedArray(size * size * 3);
  const columns = nearestPositions(width, size);
  nearestPositions(height, size).forEach((oldRow, row) => {
    const original = readRow(oldRow);
    columns.forEach((oldColumn, column) => {
      pixels.set(original.subarray(oldColumn * 4, oldColumn * 4 + 3), (row * size + column) * 3);
    });
  });
  return { width: size, height: size, pixels };
}

/** Pillow adds the scale again and again, and so do we: a product would round differently. */
function nearestPositions(length, size) {
  const scale = length / size;
  let position = scale * 0.5;
  return Array.from({ length: size }, () => {
    const old = Math.floor(position);
    position += scale;
    return old;
  });
}

function cubic(x) {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

function roundHalfAway(value) {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
}
