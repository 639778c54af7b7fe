// The landscapes of the optimizer race: functions of two weights with their gradients, equal to lib/landscapes.py.
//
// A point is [first weight, second weight]. A frame is the part that is drawn: [left, right, bottom, top].
// `hasArrived` says whether a point fulfils the goal, and `hold` for how many steps in a row it must.

const TARGET = 0.001;
const TARGET_HOLD = 50;
const SADDLE_EDGE = 1;

const squared = (number) => number * number;

/** Return a bowl, half the sum of curvature · coordinate², turned by `angle` degrees; its minimum is at (0, 0). */
function bowl(name, [first, second], angle) {
  const cosine = Math.cos((angle * Math.PI) / 180);
  const sine = Math.sin((angle * Math.PI) / 180);
  const along = first * cosine ** 2 + second * sine ** 2;
  const across = first * sine ** 2 + second * cosine ** 2;
  const mixed = (first - second) * cosine * sine;
  return withTarget({
    name,
    value: ([x, y]) => 0.5 * (along * squared(x) + 2 * mixed * x * y + across * squared(y)),
    gradient: ([x, y]) => [along * x + mixed * y, mixed * x + across * y],
    start: [2 * cosine - sine, 2 * sine + cosine],
    minimum: [0, 0],
    frame: [-2.6, 2.6, -2.6, 2.6],
  });
}

function saddle() {
  return {
    name: "saddle",
    value: ([x, y]) => squared(x) - squared(y),
    gradient: ([x, y]) => [2 * x, -2 * y],
    start: [1, 0.001],
    minimum: null,
    frame: [-1.3, 1.3, -1.3, 1.3],
    hasArrived: ([, y]) => Math.abs(y) > SADDLE_EDGE,
    hold: 1,
    goal: `the second weight is above ${SADDLE_EDGE} or below −${SADDLE_EDGE}`,
  };
}

/** Return Beale's function, a curved valley with steep walls; its minimum (3, 0.5) has the value 0. */
function beale() {
  const residuals = ([x, y]) => [1.5 - x * (1 - y), 2.25 - x * (1 - squared(y)), 2.625 - x * (1 - squared(y) * y)];
  return withTarget({
    name: "valley of Beale's function",
    value: (point) => residuals(point).reduce((sum, residual) => sum + residual ** 2, 0),
    gradient: ([x, y]) => {
      const [first, second, third] = residuals([x, y]);
      const along = first * (y - 1) + second * (squared(y) - 1) + third * (squared(y) * y - 1);
      const across = x * (first + 2 * second * y + 3 * third * squared(y));
      return [2 * along, 2 * across];
    },
    start: [1, 1.5],
    minimum: [3, 0.5],
    frame: [-0.5, 4.2, -2.6, 2.1],
  });
}

function withTarget(landscape) {
  return {
    ...landscape,
    hasArrived: (point) => landscape.value(point) <= TARGET,
    hold: TARGET_HOLD,
    goal: `the loss is at most ${TARGET} for ${TARGET_HOLD} steps in a row`,
  };
}

/** The landscapes by the name that a link carries. */
export const LANDSCAPES = {
  saddle: saddle(),
  ravine: bowl("ravine along the axes", [1, 100], 0),
  "turned-ravine": bowl("ravine across the axes", [1, 100], 45),
  beale: beale(),
};
