// What the demo of VGG16's layers says, in sentences.

/** What was done to the photo before the network saw it. */
export function photoSentence({ name, remarks }, size) {
  return [`${name}, squeezed to ${size} × ${size} pixels.`, ...remarks].join(" ");
}

/** The maps of a layer, and one unit in them; `side` is how many pixels it can see. */
export function layerSentence(layer, { height, width, channels }, zeros, { channel, row, column, value, side }) {
  return (
    `${layer}: ${channels} maps of ${height} × ${width}, ${percent(zeros)} zeros. ` +
    `Channel ${channel}, row ${row}, column ${column}: ${value.toFixed(3)}. This unit can see ${side} × ${side} pixels.`
  );
}

/** A share of 0 to 1 in whole percent. */
export function percent(share) {
  return `${Math.round(100 * share)} %`;
}
