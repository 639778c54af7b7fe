// The course's networks as files: a header in JSON names the layers, a second file holds their numbers.
// site/networks/README.md describes the format; tools/export_networks.py writes it.

import { convolve, dense, maxPool, relu, softmax } from "./layers.js";

const FORMAT = 1;
const LAYERS = { convolution: convolve, max_pooling: maxPool, dense };
const ACTIVATIONS = { linear: (map) => map, relu, softmax };

/** A file of a network that is not what its header says. */
export class NetworkFileError extends Error {}

/**
 * The network of a header and its ArrayBuffer of numbers: { name, layers }, each layer as in the header, with
 * Float32Arrays `kernel` and `bias` where it has weights. Throws NetworkFileError for another length or format.
 */
export function buildNetwork(header, buffer) {
  if (header.format !== FORMAT) {
    throw new NetworkFileError(`The header of ${header.name} has format ${header.format}, expected ${FORMAT}.`);
  }
  if (buffer.byteLength !== header.bytes) {
    const [found, expected] = [buffer.byteLength, header.bytes].map((bytes) => bytes.toLocaleString("en"));
    throw new NetworkFileError(`${header.file} has ${found} bytes, expected ${expected}.`);
  }
  let offset = 0;
  const take = (NumberArray, length) => {
    const end = offset + length * NumberArray.BYTES_PER_ELEMENT;
    const numbers = new NumberArray(buffer.slice(offset, end));
    offset = end;
    return numbers;
  };
  const layers = header.layers.map((layer) => {
    if (!layer.outputs) return layer;
    const scales = take(Float32Array, layer.outputs);
    const bias = take(Float32Array, layer.outputs);
    const weightsPerOutput = layer.inputs * (layer.size ?? 1) ** 2;
    return { ...layer, bias, kernel: expand(take(Int8Array, layer.outputs * weightsPerOutput), scales) };
  });
  return { name: header.name, layers };
}

/**
 * The network's output for a map, a Float32Array. `onLayer(layer, map)` sees the output of each layer on the way;
 * the walk ends after the layer named `last`, if there is one.
 */
export function forward(network, map, onLayer = () => {}, last = undefined) {
  for (const layer of network.layers) {
    map = ACTIVATIONS[layer.activation](LAYERS[layer.kind](map, layer));
    onLayer(layer, map);
    if (layer.name === last) break;
  }
  return map.values;
}

/** A picture { width, height, pixels: red, green, blue of 0 to 255 } as a map of 0 to 1: what the slides do. */
export function scalePlain(picture) {
  return pictureToMap(picture, (value) => value / 255);
}

/** A picture as VGG16 saw it on ImageNet: blue, green, red, each minus its mean on the scale of 0 to 255. */
export function scaleImagenet({ width, height, pixels }) {
  const means = [103.939, 116.779, 123.68];
  const swapped = pixels.map((_, i) => pixels[i + 2 - 2 * (i % 3)]);
  return pictureToMap({ width, height, pixels: swapped }, (value, i) => value - means[i % 3]);
}

function pictureToMap({ width, height, pixels }, scale) {
  return { height, width, channels: 3, values: Float32Array.from(pixels, scale) };
}

/** Whole numbers of -127 to 127 times the scale of their output channel. */
function expand(numbers, scales) {
  const perOutput = numbers.length / scales.length;
  const kernel = new Float32Array(numbers.length);
  for (let output = 0; output < scales.length; output++) {
    for (let i = output * perOutput; i < (output + 1) * perOutput; i++) kernel[i] = numbers[i] * scales[output];
  }
  return kernel;
}
