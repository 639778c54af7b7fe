// Choose a place on a picture: press on it, drag over it, or use the arrow keys.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Let the reader choose a place on `picture`, a canvas of shared.js. While the pointer is
 * pressed, `onPoint({ x, y }, { width, height })` gets where it is on the canvas, and the canvas' size, in CSS pixels;
 * `onStep(rows, columns)` gets an arrow key's step, with the shift key ten times as far.
 */
export function choosePlace(picture, { onPoint, onStep }) {
  const { element } = picture;
  element.tabIndex = 0;
  element.classList.add("demo-place");
  const point = (event) => {
    const { x, y } = picture.positionOf(event);
    const { clientWidth: width, clientHeight: height } = element;
    onPoint({ x: x * width, y: y * height }, { width, height });
  };
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    point(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) point(event);
  });
  element.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(STEPS, event.key)) return;
    event.preventDefault();
    const distance = event.shiftKey ? 10 : 1;
    onStep(...STEPS[event.key].map((step) => step * distance));
  });
}
