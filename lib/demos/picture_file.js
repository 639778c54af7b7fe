// A picture from a file of the reader's own. It is read inside the page and sent nowhere.

const SMALLEST_SIDE = 8;

/**
 * Return { picture, remarks } of a file: the picture with its longest side shrunk to `longestSide` pixels, grey when
 * all its pixels are, and sentences about what had to be done. Throws Error with a sentence about what to do.
 */
export async function readPictureFile(file, longestSide) {
  const bitmap = await decode(file);
  const size = fittedSize(bitmap.width, bitmap.height, longestSide);
  const context = new OffscreenCanvas(size.width, size.height).getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  const remarks = [sizeRemark(file.name, bitmap, size)];
  bitmap.close();
  if (Math.min(size.width, size.height) < SMALLEST_SIDE) {
    throw new Error(`${remarks[0]} That is too narrow: choose a picture with at least ${SMALLEST_SIDE} on each side.`);
  }
  const { picture, transparent } = pictureOf(context.getImageData(0, 0, size.width, size.height));
  if (transparent) {
    remarks.push("Its transparent parts lie on white.");
  }
  if (file.type === "image/gif") {
    remarks.push("A GIF can hold many pictures: the first one is taken.");
  }
  return { picture, remarks };
}

/** Return the width and height of a picture whose longest side has at most `longestSide` pixels, in whole pixels. */
export function fittedSize(width, height, longestSide) {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Return { picture, transparent } of RGBA pixels: on white where they are transparent, one channel if all are grey. */
export function pictureOf({ width, height, data }) {
  const pixels = Array.from({ length: width * height }, (_, index) => data.subarray(4 * index, 4 * index + 4));
  const transparent = pixels.some(([, , , opacity]) => opacity < 255);
  const grey = pixels.every(([red, green, blue]) => red === green && green === blue);
  const channels = grey ? 1 : 3;
  const values = new Float64Array(width * height * channels);
  pixels.forEach((pixel, index) => {
    for (let channel = 0; channel < channels; channel += 1) {
      values[index * channels + channel] = Math.round(255 + ((pixel[channel] - 255) * pixel[3]) / 255);
    }
  });
  return { picture: { height, width, channels, values }, transparent };
}

async function decode(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error(
      `${file.name} cannot be read as a picture. Choose a JPEG, PNG, WebP or GIF file; ` +
        "if it is one, it may be damaged or too large: save it again, smaller, with another program.",
    );
  }
}

function sizeRemark(name, bitmap, size) {
  const original = `${name} has ${bitmap.width} × ${bitmap.height} pixels`;
  const shrunk = size.width !== bitmap.width || size.height !== bitmap.height;
  return shrunk ? `${original}; it was shrunk to ${size.width} × ${size.height}.` : `${original}.`;
}
