import assert from "node:assert/strict";
import test from "node:test";

import { channelSummaries, shareOfZeros, tilesInRow } from "../../lib/demos/feature_maps.js";

// Two rows, three columns, two channels: 0 1 2 / 3 0 0 and 5 0 0 / 0 0 0.
const map = { height: 2, width: 3, channels: 2, values: Float32Array.of(0, 5, 1, 0, 2, 0, 3, 0, 0, 0, 0, 0) };

test("the summary of each channel", () => {
  assert.deepEqual(channelSummaries(map), [
    { channel: 0, largest: 3, row: 1, column: 0, mean: 1, zeros: 0.5 },
    { channel: 1, largest: 5, row: 0, column: 0, mean: 5 / 6, zeros: 5 / 6 },
  ]);
  assert.ok(Math.abs(shareOfZeros(channelSummaries(map)) - 8 / 12) < 1e-12);
});

test("tiles fill a square", () => assert.deepEqual([64, 128, 256, 512].map(tilesInRow), [8, 12, 16, 23]));
