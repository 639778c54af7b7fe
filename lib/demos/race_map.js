// The map of the optimizer race: the landscape in bands of height, and the paths of the racers on top.

const NUM_BANDS = 14;
const STRONGEST_BAND = 0.32; // opacity of the highest band
const MARK_EVERY = 10; // steps
const TRAIL_MARK = 3; // pixels from the middle of a mark to its rim
const HEAD_MARK = 6;
const CLOSEST_POINTS = 1; // pixels between two points of a line that are both drawn
const FARTHEST = 1e4; // pixels from the map at which a line is cut

// The corners of the marks on a square from -1 to 1, in the order of the optimizers.
const polygon = (count, radius = () => 1) =>
  Array.from({ length: count }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / count;
    return [radius(corner) * Math.sin(angle), -radius(corner) * Math.cos(angle)];
  });
const turned = (corners, angle) =>
  corners.map(([x, y]) => [
    x * Math.cos(angle) - y * Math.sin(angle),
    x * Math.sin(angle) + y * Math.cos(angle),
  ]);
const PLUS = [1, 0, -1, 0].flatMap((_, side) =>
  turned([[-0.4, -0.4], [-0.4, -1.1], [0.4, -1.1]], (side * Math.PI) / 2),
);
const MARKS = [
  polygon(16),
  turned(polygon(4, () => 1.25), Math.PI / 4),
  polygon(4, () => 1.3),
  polygon(3, () => 1.3),
  turned(polygon(3, () => 1.3), Math.PI),
  PLUS,
  turned(PLUS, Math.PI / 4),
  polygon(10, (corner) => (corner % 2 ? 0.6 : 1.4)),
];

/** Return the mark of the optimizer at a place of the list as the path of an SVG, in a box from -1.5 to 1.5. */
export function markPath(place) {
  return `M${MARKS[place].map((corner) => corner.map((number) => number.toFixed(2)).join(" ")).join("L")}Z`;
}

/** Return the point of a landscape at { x, y }, shares of the map's width and height from its upper left corner. */
export function pointAt({ frame: [left, right, bottom, top] }, { x, y }) {
  return [left + x * (right - left), top - y * (top - bottom)];
}

/**
 * Draw a landscape, the start, and a list of paths; `places` are the places of their optimizers in the list of all.
 * `view` is what a canvas of shared.js passes to its `draw`.
 */
export function drawMap(context, view, { landscape, start, paths, places }) {
  const toPixels = pixelsOf(landscape.frame, view);
  context.drawImage(bandsOf(landscape, context.canvas, view.colour("map")), 0, 0, view.width, view.height);
  drawTicks(context, view, landscape.frame, toPixels);
  const trails = paths.map((path) => trailOf(path, toPixels));
  trails.forEach((trail, index) => drawTrail(context, trail, view, places[index]));
  if (landscape.minimum) drawPlace(context, view, toPixels(landscape.minimum), "minimum", 4);
  drawPlace(context, view, toPixels(start), "start", 7);
  trails.forEach((trail, index) => drawHead(context, trail, view, places[index]));
}

function pixelsOf([left, right, bottom, top], { width, height }) {
  return ([x, y]) => [((x - left) / (right - left)) * width, ((top - y) / (top - bottom)) * height];
}

let bands = { key: null, picture: null };

/** Return a picture of the landscape in bands of one colour; it is kept until something else is asked for. */
function bandsOf(landscape, { width, height }, colour) {
  const key = [landscape.name, width, height, colour].join();
  if (bands.key !== key) bands = { key, picture: paintBands(landscape, width, height, colour) };
  return bands.picture;
}

function paintBands(landscape, width, height, colour) {
  const heights = new Float32Array(width * height);
  for (let index = 0; index < heights.length; index += 1) {
    const x = ((index % width) + 0.5) / width;
    const y = (Math.floor(index / width) + 0.5) / height;
    const value = landscape.value(pointAt(landscape, { x, y }));
    heights[index] = landscape.minimum ? Math.log10(value + 1e-3) : value;
  }
  const lowest = heights.reduce((least, next) => Math.min(least, next));
  const highest = heights.reduce((most, next) => Math.max(most, next));
  const bandOf = (index) => Math.floor((NUM_BANDS * (heights[index] - lowest)) / (highest - lowest));
  const [red, green, blue] = [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));
  const picture = new OffscreenCanvas(width, height);
  const context = picture.getContext("2d");
  const image = context.createImageData(width, height);
  for (let index = 0; index < heights.length; index += 1) {
    const band = bandOf(index);
    const isEdge = band !== bandOf(index + 1) || band !== bandOf(index + width);
    image.data[4 * index] = red;
    image.data[4 * index + 1] = green;
    image.data[4 * index + 2] = blue;
    image.data[4 * index + 3] = isEdge ? 0 : 255 * STRONGEST_BAND * (band / NUM_BANDS);
  }
  context.putImageData(image, 0, 0);
  return picture;
}

function drawTicks(context, { width, height, colour }, [left, right, bottom, top], toPixels) {
  context.fillStyle = context.strokeStyle = colour("text");
  context.lineWidth = 1;
  context.font = "12px sans-serif";
  const wholeNumbers = (least, most) =>
    Array.from({ length: Math.floor(most) - Math.ceil(least) + 1 }, (_, index) => Math.ceil(least) + index);
  const text = (number) => String(number).replace("-", "−");
  context.beginPath();
  context.textAlign = "center";
  for (const number of wholeNumbers(left, right)) {
    const [x] = toPixels([number, 0]);
    context.moveTo(x, height);
    context.lineTo(x, height - 5);
    context.fillText(text(number), x, height - 8);
  }
  context.textAlign = "left";
  for (const number of wholeNumbers(bottom, top)) {
    const [, y] = toPixels([0, number]);
    context.moveTo(0, y);
    context.lineTo(5, y);
    context.fillText(text(number), 8, y + 4);
  }
  context.stroke();
  context.fillText("↑ second weight", 30, 16);
  context.textAlign = "right";
  context.fillText("first weight →", width - 6, height - 24);
}

/** Draw a square around a place, and its name on a halo that keeps it readable on top of the paths. */
function drawPlace(context, { width, colour }, [x, y], name, size) {
  context.strokeStyle = context.fillStyle = colour("text");
  context.lineWidth = 2;
  context.strokeRect(x - size, y - size, 2 * size, 2 * size);
  const isLeft = x > width - 80;
  const position = [isLeft ? x - size - 4 : x + size + 4, Math.max(12, y - size - 3)];
  context.font = "bold 12px sans-serif";
  context.textAlign = isLeft ? "right" : "left";
  context.strokeStyle = colour("surface");
  context.lineWidth = 3;
  context.strokeText(name, ...position);
  context.fillText(name, ...position);
}

/** Return the part of a path that can be drawn: its pixels with their steps, without points that lie on each other. */
function trailOf(path, toPixels) {
  const trail = [];
  let last = [Infinity, Infinity];
  for (let step = 0; step < path.length; step += 1) {
    const [x, y] = toPixels(path[step]);
    if (!(Math.abs(x) < FARTHEST && Math.abs(y) < FARTHEST)) break;
    const isMarked = step % MARK_EVERY === 0;
    if (!isMarked && step < path.length - 1 && !areApart([x, y], last, CLOSEST_POINTS)) continue;
    trail.push({ x, y, isMarked });
    last = [x, y];
  }
  return trail;
}

function areApart([x, y], [otherX, otherY], distance) {
  return Math.abs(x - otherX) >= distance || Math.abs(y - otherY) >= distance;
}

function drawTrail(context, trail, { colour }, place) {
  context.strokeStyle = context.fillStyle = colour(`racer-${place}`);
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.beginPath();
  for (const { x, y } of trail) context.lineTo(x, y);
  context.stroke();
  let last = [Infinity, Infinity];
  context.beginPath();
  for (const { x, y, isMarked } of trail) {
    if (!isMarked || !areApart([x, y], last, TRAIL_MARK)) continue;
    addMark(context, MARKS[place], [x, y], TRAIL_MARK);
    last = [x, y];
  }
  context.fill();
}

function drawHead(context, trail, { colour }, place) {
  if (trail.length === 0) return;
  const { x, y } = trail.at(-1);
  context.beginPath();
  addMark(context, MARKS[place], [x, y], HEAD_MARK);
  context.fillStyle = colour(`racer-${place}`);
  context.strokeStyle = colour("text");
  context.lineWidth = 1.2;
  context.fill();
  context.stroke();
}

function addMark(context, corners, [x, y], size) {
  corners.forEach(([right, down], index) => {
    context[index ? "lineTo" : "moveTo"](x + size * right, y + size * down);
  });
  context.closePath();
}
