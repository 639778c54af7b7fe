// Feature maps on a canvas: zero is black, the largest number is white.

import { tilesInRow } from "./feature_maps.js";

/** Draw all maps of a layer as tiles in a square; `whiteOf(channel)` is the number that is white. */
export function drawMaps(context, box, map, whiteOf) {
  const inRow = tilesInRow(map.channels);
  const [across, down] = [inRow * (map.width + 1), inRow * (map.height + 1)]; // one pixel between the tiles
  const image = new ImageData(across, down);
  for (let channel = 0; channel < map.channels; channel++) {
    const corner = Math.floor(channel / inRow) * (map.height + 1) * across + (channel % inRow) * (map.width + 1);
    paint(image, corner, map, channel, whiteOf(channel));
  }
  drawImage(context, box, image);
}

/** Draw one map, enlarged. */
export function drawMap(context, box, map, channel, white) {
  const image = new ImageData(map.width, map.height);
  paint(image, 0, map, channel, white);
  drawImage(context, box, image);
}

/** Draw a frame around a rectangle of a picture of `width` x `height` units. */
export function drawFrame(context, box, { width, height }, { left, top, right, bottom }) {
  const [across, down] = [box.width / width, box.height / height];
  context.strokeStyle = "white"; // under the colour, so that the frame shows on bright and on dark
  context.lineWidth = 5;
  for (let line = 0; line < 2; line++) {
    context.strokeRect(left * across, top * down, (right - left) * across, (bottom - top) * down);
    context.strokeStyle = box.colour("class-1");
    context.lineWidth = 2.5;
  }
}

function paint(image, corner, map, channel, white) {
  const factor = white > 0 ? 255 / white : 0;
  for (let row = 0; row < map.height; row++) {
    for (let column = 0; column < map.width; column++) {
      const grey = factor * map.values[(row * map.width + column) * map.channels + channel];
      const at = 4 * (corner + row * image.width + column);
      image.data[at] = image.data[at + 1] = image.data[at + 2] = grey; // clamped to 0 ... 255
      image.data[at + 3] = 255;
    }
  }
}

function drawImage(context, box, image) {
  const copy = new OffscreenCanvas(image.width, image.height);
  copy.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = image.width > box.width; // sharp squares when enlarged, means when shrunk
  context.imageSmoothingQuality = "high";
  context.drawImage(copy, 0, 0, box.width, box.height);
}
