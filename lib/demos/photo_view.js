// Photos and pixels on a canvas.

/** Draw a photo, as openPhoto gives it, whole and in its proportions, on white. */
export function drawPhoto(context, { width, height }, photo) {
  const scale = Math.min(width / photo.width, height / photo.height);
  const [across, down] = [photo.width * scale, photo.height * scale];
  const place = [(width - across) / 2, (height - down) / 2, across, down];
  context.fillStyle = "white";
  context.fillRect(...place);
  context.imageSmoothingQuality = "high";
  context.drawImage(photo.image, ...place);
}

/** Draw a picture { width, height, pixels: red, green, blue of 0 to 255 } enlarged, each pixel a sharp square. */
export function drawPixels(context, box, { width, height, pixels }) {
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    image.data.set([pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2], 255], 4 * i);
  }
  const copy = new OffscreenCanvas(width, height);
  copy.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(copy, 0, 0, box.width, box.height);
}
