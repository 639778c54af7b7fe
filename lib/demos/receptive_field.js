// Which pixels of the picture a unit of a layer depends on. Le and Borji (2017), doi.org/10.48550/arXiv.1705.07049

/**
 * For each layer by its name the field of its first unit: { first, side, step } in pixels. It starts at the pixel
 * `first` (negative where it reaches over the edge), is `side` pixels long and lies `step` pixels before the next one.
 * `layers` are convolutions with stride 1 that keep the size, and poolings.
 */
export function receptiveFields(layers) {
  const fields = {};
  let [first, side, step] = [0, 1, 1];
  for (const { name, kind, size } of layers) {
    if (kind === "convolution") first -= ((size - 1) / 2) * step;
    side += (size - 1) * step;
    if (kind === "max_pooling") step *= size;
    fields[name] = { first, side, step };
  }
  return fields;
}

/** The pixels { start, end } (end not included) that a unit sees along one side of a picture of `length` pixels. */
export function pixelsSeen({ first, side, step }, unit, length) {
  const start = first + unit * step;
  return { start: Math.max(0, start), end: Math.min(length, start + side) };
}
