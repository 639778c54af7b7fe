// A photo that the reader chose, opened in the page. It is sent nowhere.

import { photoKind } from "./photo_kind.js";

const MOST_MEGAPIXELS = 64; // a browser needs four bytes for each pixel
const STRIP_ROWS = 128; // a large photo is read in strips: a copy of all its pixels could be too much for a telephone

/** A photo that cannot be used; the message says what happened and what to do. */
export class PhotoError extends Error {}

/**
 * Open a File or Blob as a picture: { name, width, height, readRow, image, remarks }. `readRow(row)` gives four bytes
 * for each pixel, upright and on white; `image` can be drawn on a canvas; `remarks` are sentences for the reader.
 * Throws PhotoError when the file is no picture, is damaged or is too large.
 */
export async function openPhoto(file, name = file.name) {
  const kind = photoKind(new Uint8Array(await file.arrayBuffer()));
  const megapixels = (kind.width * kind.height) / 1e6;
  if (megapixels > MOST_MEGAPIXELS) {
    throw new PhotoError(
      `“${name}” has ${Math.round(megapixels)} megapixels, more than the ${MOST_MEGAPIXELS} that fit here. ` +
        "Save a smaller copy with another program and choose that.",
    );
  }
  const image = await decode(file, name, kind.format);
  return photoOf(image, name, remarksOn(kind, image));
}

/** A decoded picture in the form that openPhoto returns. */
export function photoOf(image, name, remarks = []) {
  return { name, width: image.width, height: image.height, image, readRow: rowReader(image), remarks };
}

/** Decode a File or Blob; throws PhotoError. */
export async function decode(file, name, format) {
  try {
    // The numbers of the file as they are: Pillow, with which the course reads photos, converts no colours either.
    return await createImageBitmap(file, { colorSpaceConversion: "none", imageOrientation: "from-image" });
  } catch {
    throw new PhotoError(
      format === "HEIC"
        ? `“${name}” is a HEIC photo, which this browser cannot read. Save it as JPEG and choose that.`
        : `“${name}” cannot be read as a picture. Choose a JPEG, PNG, WebP or GIF file; ` +
            "if it is one, it may be damaged: save it again with another program.",
    );
  }
}

function remarksOn({ colors, animated }, image) {
  const remarks = [];
  if (image.width * image.height >= 1e7) {
    remarks.push(`It is large (${Math.round((image.width * image.height) / 1e6)} megapixels).`);
  }
  if (colors === "grey") remarks.push("It is grey: red, green and blue are equal in each pixel.");
  if (colors === "print") {
    remarks.push("It has printing colours (CMYK), which the browser turned into red, green and blue.");
  }
  if (animated) remarks.push("It is an animation: only its first picture was taken.");
  if (isTransparent(image)) remarks.push("Its transparent parts were put on white.");
  return remarks;
}

/** Look at a small copy: a transparent part that does not show there is too small to matter. */
function isTransparent(image) {
  const scale = Math.min(1, 256 / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((length) => Math.max(1, Math.round(length * scale)));
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data.some((value, i) => i % 4 === 3 && value < 255);
}

function rowReader(image) {
  const { width, height } = image;
  const rows = Math.min(STRIP_ROWS, height);
  const context = new OffscreenCanvas(width, rows).getContext("2d", { willReadFrequently: true });
  let first = 0;
  let strip = null;
  return (row) => {
    if (strip === null || row < first || row >= first + rows) {
      first = row - (row % rows);
      context.fillStyle = "white";
      context.fillRect(0, 0, width, rows);
      context.drawImage(image, 0, -first);
      strip = context.getImageData(0, 0, width, rows).data;
    }
    return strip.subarray((row - first) * width * 4, (row - first + 1) * width * 4);
  };
}
