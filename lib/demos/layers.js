// The layers of the course's two networks. A feature map is { height, width, channels, values }: `values` is a
// Float32Array with the channels last, so the number at (row, column, channel) is values[(row * width + column) *
// channels + channel]. A layer returns a new map and leaves its input as it was.

/**
 * Convolution with stride 1 and zeros around the map, so that height and width stay the same.
 * `kernel` is a Float32Array (outputs, size, size, inputs) with an odd size, `bias` one of (outputs).
 */
export function convolve(map, { size, inputs, outputs, kernel, bias }) {
  expectNumbers("convolution", map.channels, inputs, "channels");
  const padded = padWithZeros(map, (size - 1) / 2);
  const rowLength = padded.width * inputs;
  const windowRow = size * inputs; // the numbers of one row of a window lie side by side
  const starts = windowStarts(map, rowLength, inputs);
  const from = padded.values;
  const values = new Float32Array(starts.length * outputs);

  // Two kernels meet four windows at a time: each number that is read is used several times, which makes this
  // several times faster than the plain loops. At the edges the last kernel or window is taken more than once.
  for (let output = 0; output < outputs; output += 2) {
    const nextOutput = Math.min(output + 1, outputs - 1);
    for (let place = 0; place < starts.length; place += 4) {
      const [second, third, fourth] = [1, 2, 3].map((step) => Math.min(place + step, starts.length - 1));
      let sum1 = bias[output];
      let sum2 = sum1;
      let sum3 = sum1;
      let sum4 = sum1;
      let nextSum1 = bias[nextOutput];
      let nextSum2 = nextSum1;
      let nextSum3 = nextSum1;
      let nextSum4 = nextSum1;
      for (let row = 0; row < size; row++) {
        const weights = (output * size + row) * windowRow;
        const nextWeights = (nextOutput * size + row) * windowRow;
        const window1 = starts[place] + row * rowLength;
        const window2 = starts[second] + row * rowLength;
        const window3 = starts[third] + row * rowLength;
        const window4 = starts[fourth] + row * rowLength;
        for (let i = 0; i < windowRow; i++) {
          const weight = kernel[weights + i];
          const nextWeight = kernel[nextWeights + i];
          const input1 = from[window1 + i];
          const input2 = from[window2 + i];
          const input3 = from[window3 + i];
          const input4 = from[window4 + i];
          sum1 += weight * input1;
          sum2 += weight * input2;
          sum3 += weight * input3;
          sum4 += weight * input4;
          nextSum1 += nextWeight * input1;
          nextSum2 += nextWeight * input2;
          nextSum3 += nextWeight * input3;
          nextSum4 += nextWeight * input4;
        }
      }
      values[place * outputs + output] = sum1;
      values[second * outputs + output] = sum2;
      values[third * outputs + output] = sum3;
      values[fourth * outputs + output] = sum4;
      values[place * outputs + nextOutput] = nextSum1;
      values[second * outputs + nextOutput] = nextSum2;
      values[third * outputs + nextOutput] = nextSum3;
      values[fourth * outputs + nextOutput] = nextSum4;
    }
  }
  return { height: map.height, width: map.width, channels: outputs, values };
}

/** The largest number of each window of size x size, channel by channel; what is left at the edges is dropped. */
export function maxPool(map, { size }) {
  const height = Math.floor(map.height / size);
  const width = Math.floor(map.width / size);
  const { channels } = map;
  const values = new Float32Array(height * width * channels).fill(-Infinity);
  for (let row = 0; row < height * size; row++) {
    for (let column = 0; column < width * size; column++) {
      const from = (row * map.width + column) * channels;
      const to = (Math.floor(row / size) * width + Math.floor(column / size)) * channels;
      for (let channel = 0; channel < channels; channel++) {
        values[to + channel] = Math.max(values[to + channel], map.values[from + channel]);
      }
    }
  }
  return { height, width, channels, values };
}

/**
 * One weighted sum of all numbers of a map for each unit: the map is flattened first.
 * `kernel` is a Float32Array (outputs, inputs), `bias` one of (outputs).
 */
export function dense(map, { inputs, outputs, kernel, bias }) {
  expectNumbers("dense layer", map.values.length, inputs, "numbers");
  const values = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    let sum = bias[output];
    for (let i = 0; i < inputs; i++) {
      sum += kernel[output * inputs + i] * map.values[i];
    }
    values[output] = sum;
  }
  return { height: 1, width: 1, channels: outputs, values };
}

/** Negative numbers become zero. */
export function relu(map) {
  return { ...map, values: map.values.map((value) => Math.max(value, 0)) };
}

/** Probabilities: positive numbers that add up to 1, over all numbers of the map. */
export function softmax(map) {
  const largest = map.values.reduce((a, b) => Math.max(a, b));
  const powers = map.values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b);
  return { ...map, values: powers.map((power) => power / sum) };
}

function padWithZeros(map, border) {
  const height = map.height + 2 * border;
  const width = map.width + 2 * border;
  const rowLength = map.width * map.channels;
  const values = new Float32Array(height * width * map.channels);
  for (let row = 0; row < map.height; row++) {
    const content = map.values.subarray(row * rowLength, (row + 1) * rowLength);
    values.set(content, ((row + border) * width + border) * map.channels);
  }
  return { height, width, channels: map.channels, values };
}

/** For each place of the map, where its window starts in the values of the padded map. */
function windowStarts({ height, width }, rowLength, channels) {
  return Int32Array.from({ length: height * width }, (_, place) => {
    return Math.floor(place / width) * rowLength + (place % width) * channels;
  });
}

function expectNumbers(layer, found, expected, unit) {
  if (found !== expected) throw new RangeError(`the ${layer} got ${found} ${unit}, expected ${expected}.`);
}
