// Pictures on a canvas: how a table of numbers becomes shades, where it lies, and how a part of it is marked.

const SMALLEST_MARK = 10; // CSS pixels, so that a mark on a small picture can be seen
const SMALLEST_CELL = 14; // CSS pixels, so that a text in it can be read
const MIDDLE_SHADE = 117; // black and white text are equally easy to read on it

/** Return the shade, 0 to 255, of a number when `levels.black` is black and `levels.white` white. */
export function shadeOf(value, { black, white }) {
  return Math.round(Math.min(Math.max((255 * (value - black)) / (white - black), 0), 255));
}

/** Return the colour of text that can be read on a shade. */
export function textColourOn(shade) {
  return shade > MIDDLE_SHADE ? "#000000" : "#ffffff";
}

/** Return a bitmap of a picture; a number of `levels.black` becomes black, one of `levels.white` white. */
export function bitmapOf(picture, levels) {
  const { height, width, channels, values } = picture;
  const pixels = new Uint8ClampedArray(4 * height * width);
  for (let pixel = 0; pixel < height * width; pixel += 1) {
    for (let colour = 0; colour < 3; colour += 1) {
      const value = values[pixel * channels + Math.min(colour, channels - 1)];
      pixels[4 * pixel + colour] = shadeOf(value, levels);
    }
    pixels[4 * pixel + 3] = 255;
  }
  const bitmap = new OffscreenCanvas(width, height);
  bitmap.getContext("2d").putImageData(new ImageData(pixels, width, height), 0, 0);
  return bitmap;
}

/**
 * Return where a picture lies in a box, as large as it can be with a margin of `margin` of its pixels on each side:
 * { left, top, scale }, all in CSS pixels.
 */
export function frameOf(picture, box, margin) {
  const scale = Math.min(box.width / (picture.width + 2 * margin), box.height / (picture.height + 2 * margin));
  return { left: (box.width - picture.width * scale) / 2, top: (box.height - picture.height * scale) / 2, scale };
}

/** Return the place { row, column } of a picture under a point of the box, which may lie beyond the picture's edges. */
export function placeAt(frame, { x, y }) {
  return { row: Math.floor((y - frame.top) / frame.scale), column: Math.floor((x - frame.left) / frame.scale) };
}

/** Draw a bitmap into its frame; enlarged pixels stay squares. */
export function drawBitmap(context, bitmap, { left, top, scale }) {
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(bitmap, left, top, bitmap.width * scale, bitmap.height * scale);
}

/** Mark a part of a picture, { row, column, height, width } in its pixels, with a line on a wider line. */
export function mark(context, { left, top, scale }, part, [outerColour, innerColour]) {
  const [width, height] = [part.width, part.height].map((length) => Math.max(length * scale, SMALLEST_MARK));
  const middle = { x: left + (part.column + part.width / 2) * scale, y: top + (part.row + part.height / 2) * scale };
  for (const [lineWidth, strokeStyle] of [[5, outerColour], [2.5, innerColour]]) {
    Object.assign(context, { lineWidth, strokeStyle });
    context.strokeRect(middle.x - width / 2, middle.y - height / 2, width, height);
  }
}

/** Write a text on each pixel of a picture with one channel, in reading order, and frame it, where there is room. */
export function writeTexts(context, { left, top, scale }, { picture, levels, texts }, lineColour) {
  if (scale < SMALLEST_CELL) return;
  const longest = Math.max(...texts.map((text) => text.length));
  const size = Math.min(scale * 0.5, (scale * 1.5) / longest);
  Object.assign(context, { font: `${size}px sans-serif`, textAlign: "center", textBaseline: "middle" });
  Object.assign(context, { lineWidth: 1, strokeStyle: lineColour });
  texts.forEach((text, index) => {
    const [row, column] = [Math.floor(index / picture.width), index % picture.width];
    context.strokeRect(left + column * scale, top + row * scale, scale, scale);
    context.fillStyle = textColourOn(shadeOf(picture.values[index], levels));
    context.fillText(text, left + (column + 0.5) * scale, top + (row + 0.5) * scale);
  });
}
