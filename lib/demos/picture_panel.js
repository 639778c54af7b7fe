// A picture with a caption, on which a part is marked and the reader can choose a place.

import { bitmapOf, drawBitmap, frameOf, mark, placeAt, writeTexts } from "./picture_canvas.js";
import { choosePlace } from "./place_control.js";
import { canvas, element } from "./shared.js";

const ASPECT_RATIOS = [0.7, 2]; // narrower and wider pictures leave a part of the canvas empty

/**
 * Return a picture with its caption: { element, show }. `margin` is the room around the picture, in its pixels.
 * `onPlace({ row, column })` gets the place of the picture that the reader points at, `onStep(rows, columns)` the step
 * of an arrow key.
 * `show(content, shape)` draws on a canvas that has the shape of the picture `shape`. The content holds a picture; its
 * `levels`, the numbers shown black and white; the `part` that is marked, { row, column, height, width }; a caption;
 * and where wanted `texts`, one for each pixel, shown where there is room.
 */
export function picturePanel({ label, margin, onPlace, onStep }) {
  let content;
  let bitmap;
  const draw = (context, { width, height, colour }) => {
    if (!content) return;
    const frame = frameOf(content.picture, { width, height }, margin);
    drawBitmap(context, bitmap, frame);
    if (content.texts) writeTexts(context, frame, content, colour("line"));
    if (content.part) mark(context, frame, content.part, [colour("surface"), colour("accent")]);
  };
  const drawing = canvas({ label, draw });
  choosePlace(drawing, {
    onPoint: (point, box) => onPlace(placeAt(frameOf(content.picture, box, margin), point)),
    onStep,
  });
  const caption = element("p", { className: "demo-caption" });
  const show = (next, { height, width }) => {
    if (next.picture !== content?.picture) bitmap = bitmapOf(next.picture, next.levels);
    content = next;
    caption.textContent = next.caption;
    const [narrowest, widest] = ASPECT_RATIOS;
    drawing.element.style.aspectRatio = Math.min(Math.max(width / height, narrowest), widest);
    drawing.redraw();
  };
  return { element: element("div", { className: "demo-picture" }, drawing.element, caption), show };
}
