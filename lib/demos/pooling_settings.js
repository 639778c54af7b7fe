// What the reader of the pooling explorer can set: the presets, the moves, and the fields of a link.

import { oneOf, wholeNumberFrom } from "./link_state.js";
import { OPERATIONS } from "./pooling.js";

export const PICTURES = ["numbers", "photo"];
export const SMALLEST_WINDOW = 2; // pixels
export const LARGEST_WINDOW = 8;
export const MOVES = { left: [0, -1], right: [0, 1], up: [-1, 0], down: [1, 0] };

const LAST_PLACE = 999;

export const PRESETS = {
  pixel: {
    label: "move by a pixel",
    comment:
      "Try this: move the picture to the right, once and once again. One pixel changes most of the maxima. After " +
      "two, the width of a window, every maximum is back, one place further.",
    size: 2,
  },
  overlap: {
    label: "a window at every pixel",
    comment:
      "Try this: move the picture in any direction. There is a window at every pixel, so the output follows every " +
      "move.",
    size: 2,
    stride: 1,
  },
  large: {
    label: "larger windows",
    comment: "Try this: compare with windows of 2. A larger window keeps more of its maxima after a move by one pixel.",
    picture: "photo",
    size: 8,
    right: 1,
  },
  average: {
    label: "the mean instead",
    comment: "Try this: change the operation to max and back. Most means change, but by less than the maxima do.",
    operation: "average",
    size: 4,
    right: 1,
  },
};

/** Return the settings of a preset. */
export function presetSettings(preset) {
  const { picture = "numbers", operation = "max", size, stride = size, right = 0 } = PRESETS[preset];
  return { preset, picture, operation, size, stride, down: 0, right };
}

/** Return a move in words: "by 2 to the right and 1 down", or undefined when the picture has not moved. */
export function moveText({ down, right }) {
  const across = right && `${Math.abs(right)} to the ${right > 0 ? "right" : "left"}`;
  const along = down && `${Math.abs(down)} ${down > 0 ? "down" : "up"}`;
  const parts = [across, along].filter(Boolean);
  return parts.length ? `by ${parts.join(" and ")}` : undefined;
}

/** The fields of a link, see link_state.js. */
export const FIELDS = {
  preset: oneOf(Object.keys(PRESETS)),
  picture: oneOf(PICTURES),
  operation: oneOf(Object.keys(OPERATIONS)),
  size: wholeNumberFrom(SMALLEST_WINDOW, LARGEST_WINDOW),
  stride: wholeNumberFrom(1, LARGEST_WINDOW),
  down: wholeNumberFrom(-LAST_PLACE, LAST_PLACE),
  right: wholeNumberFrom(-LAST_PLACE, LAST_PLACE),
  row: wholeNumberFrom(0, LAST_PLACE),
  column: wholeNumberFrom(0, LAST_PLACE),
};
