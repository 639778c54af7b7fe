// The pooling explorer: windows on a picture, what they become, and how much of it stays when the picture moves.

import { formatBriefly } from "./formats.js";
import { closestPlace, nextPlace } from "./kernel_chain.js";
import { numberAt, summary, unpackPicture } from "./picture.js";
import { picturePanel } from "./picture_panel.js";
import { pool, shifted, stayed, windowAt } from "./pooling.js";
import {
  FIELDS, LARGEST_WINDOW, MOVES, PICTURES, PRESETS, SMALLEST_WINDOW, moveText, presetSettings,
} from "./pooling_settings.js";
import {
  assemble, button, choice, dataTable, element, group, linkedState, notice, presetChoice, readout, slider,
} from "./shared.js";

const LABELS = ["input", "output", "what stays"];
const MARGIN = 0.25; // pixels of a picture, for the mark
const MOST_LISTED = 16; // numbers in a sentence
const STAYED = { black: 0, white: 1 };

class PoolingExplorer {
  constructor(model, el) {
    const packed = model.get("state");
    this.pictures = Object.fromEntries(PICTURES.map((name) => [name, unpackPicture(packed[name])]));
    this.buildParts();
    this.link = linkedState({ model, name: "pooling", fields: FIELDS, el, onChange: () => this.readLink() });
    this.assembleIn(el);
    this.readLink();
  }

  buildParts() {
    const change = (settings) => this.change(settings);
    this.presets = presetChoice({ presets: PRESETS, onChoose: (preset) => change(presetSettings(preset)) });
    this.picture = wordChoice("Picture", PICTURES, (picture) => change({ picture }));
    this.operation = wordChoice("Operation", ["max", "average"], (operation) => change({ operation }));
    this.size = windowSlider("Window", SMALLEST_WINDOW, (size) => this.resizeWindow(size));
    this.stride = windowSlider("Stride", 1, (stride) => change({ stride }));
    this.panels = LABELS.map((label, index) => this.panel(label, index));
    this.result = readout({ lines: 2, narrowLines: 4 });
    this.window = readout({ lines: 2, narrowLines: 4 });
    this.problem = notice();
    this.table = dataTable({
      summary: "The outputs in numbers",
      columns: ["row", "column", "before the move", "now"],
      rows: () => this.tableRows(),
    });
  }

  panel(label, index) {
    return picturePanel({
      margin: MARGIN,
      label: `${label}; press on it, or use the arrow keys, to choose a window`,
      onPlace: (place) => this.moveTo(index === 0 ? this.windowOver(place) : place),
      onStep: (rows, columns) => this.moveTo({ row: this.settings.row + rows, column: this.settings.column + columns }),
    });
  }

  assembleIn(el) {
    const moves = Object.entries(MOVES).map(([direction, move]) => button(direction, () => this.movePicture(...move)));
    const moveHeading = element("span", { textContent: "Move the picture by a pixel:" });
    const step = button("Step", () => this.moveTo(nextPlace(this.after, this.settings)));
    const reset = button("Reset", () => this.reset());
    assemble(
      el,
      "Pooling explorer",
      this.presets.element,
      group("settings", ...[this.picture, this.operation, this.size, this.stride].map((part) => part.element)),
      element("div", { className: "demo-pictures" }, ...this.panels.map((panel) => panel.element)),
      group("moves", moveHeading, ...moves),
      this.result,
      group("window", step, reset, element("span", { textContent: "Press on a picture, or use the arrow keys." })),
      this.window,
      this.problem,
      this.table.element,
    );
  }

  /** Take the settings of the page's link. */
  readLink() {
    const { values, problems } = this.link.read();
    this.start(values);
    this.problem.textContent = problems.join(" ");
  }

  /** Start with these settings, and where there are none with the first preset and the first window. */
  start(settings) {
    const preset = presetSettings(settings.preset ?? Object.keys(PRESETS)[0]);
    this.set({ ...preset, row: 0, column: 0, ...settings });
    this.problem.textContent = "";
  }

  reset() {
    this.start({});
    this.link.write(this.settings);
  }

  /** Change the window; when windows stand side by side, they go on to do so. */
  resizeWindow(size) {
    const sideBySide = this.settings.stride === this.settings.size;
    this.change(sideBySide ? { size, stride: size } : { size });
  }

  movePicture(rows, columns) {
    const { down, right } = this.settings;
    const { height, width } = this.original;
    this.change({ down: (down + rows) % height, right: (right + columns) % width });
  }

  /** Take what the reader changed. */
  change(changed) {
    this.set(changed);
    this.link.write(this.settings);
  }

  /** Replace settings, and compute everything anew. */
  set(changed) {
    this.settings = { ...this.settings, ...changed };
    const { preset, picture, operation, size, stride } = this.settings;
    this.presets.value = preset;
    this.picture.value = picture;
    this.operation.value = operation;
    this.size.value = size;
    this.stride.value = stride;
    this.compute();
    this.place(this.settings);
  }

  compute() {
    this.moved = shifted(this.original, this.settings);
    this.before = pool(this.original, this.settings);
    this.after = pool(this.moved, this.settings);
    this.stayed = { ...this.after, values: stayed(this.before, this.after).map(Number) };
    const { smallest: black, largest: white } = summary(this.original);
    const changes = this.after.values.map((value, index) => value - this.before.values[index]);
    this.contents = [
      { picture: this.moved, levels: { black, white }, texts: texts(this.moved.values) },
      { picture: this.after, levels: { black, white }, texts: texts(this.after.values) },
      { picture: this.stayed, levels: STAYED, texts: Array.from(changes, changeText) },
    ];
    this.result.textContent = this.resultSentence();
    this.table.refresh();
  }

  /** Take the window that the reader chose. */
  moveTo(place) {
    this.place(place);
    this.link.write(this.settings);
  }

  /** Show the window of one place of the output. */
  place(place) {
    const { row, column } = closestPlace(this.after, place);
    const { size, stride } = this.settings;
    Object.assign(this.settings, { row, column });
    const window = { row: row * stride, column: column * stride, height: size, width: size };
    const output = { row, column, height: 1, width: 1 };
    this.panels.forEach((panel, index) => {
      const { picture } = this.contents[index];
      const caption = `${LABELS[index]}, ${picture.height} × ${picture.width}${index === 2 ? "; white: stayed" : ""}`;
      panel.show({ ...this.contents[index], part: index === 0 ? window : output, caption }, this.original);
    });
    this.window.textContent = this.windowSentence();
  }

  get original() {
    return this.pictures[this.settings.picture];
  }

  /** The window that starts at a place of the input, or the last one that starts before it. */
  windowOver({ row, column }) {
    const { stride } = this.settings;
    return { row: Math.floor(row / stride), column: Math.floor(column / stride) };
  }

  resultSentence() {
    const move = moveText(this.settings);
    if (!move) return `The picture has not moved, so all ${this.after.values.length} outputs are the same.`;
    const all = this.stayed.values.length;
    const same = this.stayed.values.filter(Boolean).length;
    const share = formatBriefly((100 * same) / all, 1);
    const moved = `The picture has moved ${move}; what leaves comes in on the other side.`;
    return `${moved} ${same} of ${all} outputs (${share} %) stayed.`;
  }

  windowSentence() {
    const { operation, row, column } = this.settings;
    const numbers = windowAt(this.moved, this.settings, this.settings);
    const list = numbers.length > MOST_LISTED ? `${numbers.length} numbers` : texts(numbers).join(", ");
    const [before, now] = [this.before, this.after].map((output) => formatBriefly(numberAt(output, row, column)));
    const name = operation === "max" ? "largest" : "mean";
    const output = `Output at row ${row}, column ${column}: the ${name} of ${list} is ${now}.`;
    return `${output} Before the move it was ${before}.`;
  }

  tableRows() {
    return Array.from(this.after.values, (value, index) => {
      const [row, column] = [Math.floor(index / this.after.width), index % this.after.width];
      return [row, column, formatBriefly(this.before.values[index]), formatBriefly(value)];
    });
  }
}

function wordChoice(label, words, onChange) {
  return choice({ label, options: words.map((word) => [word, word]), value: words[0], onChange });
}

function windowSlider(label, min, onInput) {
  return slider({ label, min, max: LARGEST_WINDOW, step: 1, value: min, onInput });
}

function texts(values) {
  return Array.from(values, (value) => formatBriefly(value));
}

function changeText(change) {
  if (change === 0) return "=";
  return `${change > 0 ? "+" : ""}${formatBriefly(change)}`;
}

export default {
  render({ model, el }) {
    new PoolingExplorer(model, el);
  },
};
