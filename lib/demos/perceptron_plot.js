// The picture of the perceptron playground: what the unit answers everywhere, its boundary, and the points.

import { sigmoid } from "./gradient_descent.js";
import { EDGE } from "./perceptron_points.js";

const CELLS = 64; // along each side of the shaded plane
const RADIUS = 5;
const ARROW = 0.35; // length of the arrow of the weights, in units of the plane

/**
 * Draw the plane. `sumAt(point)` is the sum of the output unit, `isThreshold` shades it as a jump, else as a slope;
 * `sumBefore(point)` is its sum before the last change, or null; `direction` is its weights, or null;
 * `current` is the index of the last point, if there is one; `cross` is a point.
 */
export function drawPlane(context, { width, colour }, scene) {
  const { sumAt, sumBefore, isThreshold, direction, points, labels, current, cross } = scene;
  const place = ([x, y]) => [((x + EDGE) / (2 * EDGE)) * width, ((EDGE - y) / (2 * EDGE)) * width];
  const sums = sumsOnGrid(sumAt);
  shade(context, width, colour, sums, isThreshold ? (sum) => (sum >= 0 ? 1 : 0) : sigmoid);
  drawAxes(context, width, colour, place);
  if (sumBefore) drawBoundary(context, width, sumsOnGrid(sumBefore), { ink: colour("line"), thickness: 1 });
  drawBoundary(context, width, sums, { ink: colour("text"), thickness: 2 });
  if (direction) drawDirection(context, colour, place, direction, sumAt([0, 0]));
  points.forEach((point, index) => drawPoint(context, colour, place(point), labels[index], index === current));
  drawCross(context, colour, place(cross));
}

/** Return (CELLS + 1) rows, the upper first, of the sums at the corners of the cells. */
function sumsOnGrid(sumAt) {
  const along = Array.from({ length: CELLS + 1 }, (_, index) => -EDGE + (2 * EDGE * index) / CELLS);
  return along.map((y) => along.map((x) => sumAt([x, -y])));
}

function shade(context, width, colour, sums, share) {
  const [first, second] = ["class-0-pale", "class-1-pale"].map((name) => channels(colour(name)));
  const pixels = new ImageData(CELLS + 1, CELLS + 1);
  sums.flat().forEach((sum, index) => {
    const part = share(sum);
    const mixed = first.map((value, channel) => value + part * (second[channel] - value));
    pixels.data.set([...mixed, 255], 4 * index);
  });
  const small = new OffscreenCanvas(CELLS + 1, CELLS + 1);
  small.getContext("2d").putImageData(pixels, 0, 0);
  context.drawImage(small, 0.5, 0.5, CELLS, CELLS, 0, 0, width, width);
}

function channels(hexadecimal) {
  return [1, 3, 5].map((start) => parseInt(hexadecimal.slice(start, start + 2), 16));
}

function drawAxes(context, width, colour, place) {
  context.strokeStyle = colour("line");
  context.fillStyle = colour("text");
  context.lineWidth = 0.5;
  context.font = "12px sans-serif";
  context.beginPath();
  for (const value of [-1, 0, 1]) {
    const [x, y] = place([value, value]);
    context.moveTo(x, 0);
    context.lineTo(x, width);
    context.moveTo(0, y);
    context.lineTo(width, y);
    const text = String(value).replace("-", "−");
    context.fillText(text, x + 3, width - 4);
    if (value) context.fillText(text, 3, y - 3);
  }
  context.stroke();
}

/** Draw the line on which the sum is zero: in each cell it joins the sides on which the sign changes. */
function drawBoundary(context, width, sums, { ink, thickness }) {
  const cell = width / CELLS;
  context.strokeStyle = ink;
  context.lineWidth = thickness;
  context.beginPath();
  for (let row = 0; row < CELLS; row += 1) {
    for (let column = 0; column < CELLS; column += 1) {
      const crossings = crossingsOf(sums, row, column);
      for (let index = 0; index + 1 < crossings.length; index += 2) {
        context.moveTo(crossings[index][0] * cell, crossings[index][1] * cell);
        context.lineTo(crossings[index + 1][0] * cell, crossings[index + 1][1] * cell);
      }
    }
  }
  context.stroke();
}

function crossingsOf(sums, row, column) {
  const corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]];
  const crossings = [];
  corners.forEach(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % 4];
    const [sum, nextSum] = [sums[y][x], sums[nextY][nextX]];
    if (sum >= 0 === nextSum >= 0) return;
    const share = sum / (sum - nextSum);
    crossings.push([x + share * (nextX - x), y + share * (nextY - y)]);
  });
  return crossings;
}

/** Draw the weights as an arrow from the boundary's nearest point to the origin towards where the unit fires. */
function drawDirection(context, colour, place, [first, second], bias) {
  const length = Math.hypot(first, second);
  if (length === 0) return;
  const start = [first, second].map((weight) => (-bias * weight) / length ** 2);
  const end = [first, second].map((weight, index) => start[index] + (ARROW * weight) / length);
  const [[fromX, fromY], [toX, toY]] = [place(start), place(end)];
  const angle = Math.atan2(toY - fromY, toX - fromX);
  context.strokeStyle = colour("text");
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  for (const turn of [-2.6, 2.6]) {
    context.moveTo(toX, toY);
    context.lineTo(toX + 9 * Math.cos(angle + turn), toY + 9 * Math.sin(angle + turn));
  }
  context.stroke();
}

function drawPoint(context, colour, [x, y], label, isCurrent) {
  context.fillStyle = colour(`class-${label}`);
  context.strokeStyle = colour("surface");
  context.lineWidth = 1;
  context.beginPath();
  if (label === 0) context.arc(x, y, RADIUS, 0, 2 * Math.PI);
  else context.rect(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
  context.fill();
  context.stroke();
  if (!isCurrent) return;
  context.strokeStyle = colour("text");
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 2.2 * RADIUS, 0, 2 * Math.PI);
  context.stroke();
}

function drawCross(context, colour, [x, y]) {
  context.strokeStyle = colour("accent");
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - 7, y);
  context.lineTo(x + 7, y);
  context.moveTo(x, y - 7);
  context.lineTo(x, y + 7);
  context.stroke();
}
