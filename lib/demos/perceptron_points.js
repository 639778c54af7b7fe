// The points of the perceptron playground. Written as whole numbers x, y, class, x, y, class, ...; x and y in 1/64.

import { listOf, wholeNumberFrom } from "./link_state.js";

/** The plane reaches from -EDGE to EDGE in both directions. */
export const EDGE = 1.25;
/** The most points that the playground takes. */
export const MOST_POINTS = 100;

const GRID = 64;

/** Return { points, labels } of a list of whole numbers. */
export function decodePoints(numbers) {
  const starts = Array.from({ length: numbers.length / 3 }, (_, index) => 3 * index);
  return {
    points: starts.map((start) => [numbers[start] / GRID, numbers[start + 1] / GRID]),
    labels: starts.map((start) => numbers[start + 2]),
  };
}

/** Return the list of whole numbers of { points, labels }. */
export function encodePoints({ points, labels }) {
  return points.flatMap(([x, y], index) => [x * GRID, y * GRID, labels[index]]);
}

/** Points as a field of a link, see link_state.js; its value is { points, labels }. */
export const pointsField = {
  parse(text) {
    const numbers = listOf(wholeNumberFrom(-EDGE * GRID, EDGE * GRID), 0, 3 * MOST_POINTS).parse(text);
    const { points, labels } = decodePoints(numbers.slice(0, numbers.length - (numbers.length % 3)));
    if (numbers.length % 3 || labels.some((label) => label !== 0 && label !== 1)) {
      throw new RangeError("x,y,class for each point, and class 0 or 1");
    }
    return { points, labels };
  },
  format: (data) => encodePoints(data).join(","),
};

/** Return the point of the grid under a position { x, y } in the picture, each from 0 to 1. */
export function pointAt({ x, y }) {
  return [(2 * x - 1) * EDGE, (1 - 2 * y) * EDGE].map((value) => Math.round(value * GRID) / GRID);
}

/** Return the data with one more point. */
export function withPoint({ points, labels }, point, label) {
  return { points: [...points, point], labels: [...labels, label] };
}

/** Return the data without the point nearest to `place`; without any point they stay as they are. */
export function withoutNearest({ points, labels }, place) {
  const distances = points.map(([x, y]) => Math.hypot(x - place[0], y - place[1]));
  const nearest = distances.indexOf(Math.min(...distances));
  const others = (list) => list.filter((_, index) => index !== nearest);
  return { points: others(points), labels: others(labels) };
}
