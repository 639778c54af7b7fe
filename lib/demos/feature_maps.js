// Numbers about the feature maps of a layer, as layers.js makes them.

/** For each channel { channel, largest, row, column, mean, zeros }: where it is largest, and its share of zeros. */
export function channelSummaries({ width, channels, values }) {
  const places = values.length / channels;
  return Array.from({ length: channels }, (_, channel) => {
    let [best, sum, zeros] = [0, 0, 0];
    for (let place = 0; place < places; place++) {
      const value = values[place * channels + channel];
      if (value > values[best * channels + channel]) best = place;
      if (value === 0) zeros += 1;
      sum += value;
    }
    const largest = values[best * channels + channel];
    const [row, column] = [Math.floor(best / width), best % width];
    return { channel, largest, row, column, mean: sum / places, zeros: zeros / places };
  });
}

/** The share of zeros in all maps of a layer. */
export function shareOfZeros(summaries) {
  return summaries.reduce((sum, { zeros }) => sum + zeros, 0) / summaries.length;
}

/** The number of tiles in a row, when all maps lie in a square. */
export function tilesInRow(channels) {
  return Math.ceil(Math.sqrt(channels));
}
