// A photo as a table of numbers, small enough to compute with while the reader drags.

const SMALLEST_SIDE = 8;

/**
 * Return { picture, remarks } of a photo as openPhoto gives it: a picture of picture.js with its longest side shrunk to
 * `longestSide` pixels, and sentences about what had to be done. Throws Error with a sentence about what to do.
 */
export function pictureOfPhoto(photo, longestSide) {
  const { width, height } = fittedSize(photo.width, photo.height, longestSide);
  const size = `${photo.name} has ${photo.width} × ${photo.height} pixels`;
  if (Math.min(width, height) < SMALLEST_SIDE) {
    throw new Error(`${size}. That is too narrow: choose a picture with at least ${SMALLEST_SIDE} on each side.`);
  }
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(photo.image, 0, 0, width, height);
  const isShrunk = width !== photo.width || height !== photo.height;
  const sizeRemark = isShrunk ? `${size}; it was shrunk to ${width} × ${height}.` : `${size}.`;
  return { picture: pictureOf(context.getImageData(0, 0, width, height)), remarks: [sizeRemark, ...photo.remarks] };
}

/** Return the width and height of a picture whose longest side has at most `longestSide` pixels, in whole pixels. */
export function fittedSize(width, height, longestSide) {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Return the picture of a canvas' pixels, four bytes each: one channel if all are grey, else three. */
export function pictureOf({ width, height, data }) {
  const pixels = Array.from({ length: width * height }, (_, index) => data.subarray(4 * index, 4 * index + 3));
  const isGrey = pixels.every(([red, green, blue]) => red === green && green === blue);
  const channels = isGrey ? 1 : 3;
  const values = Float64Array.from(pixels.flatMap((pixel) => [...pixel.subarray(0, channels)]));
  return { height, width, channels, values };
}
