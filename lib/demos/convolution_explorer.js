// The convolution explorer: a kernel, or two in a chain, on a photograph or on the reader's own picture.

import { cornerOf, patchAt, productsOf, sumOf } from "./convolution.js";
import { settingControls } from "./convolution_controls.js";
import { CHANNELS, FIELDS, LARGEST_WEIGHT, ORDINALS, PRESETS, presetSettings } from "./convolution_settings.js";
import { formatBriefly } from "./formats.js";
import { closestPlace, nextPlace, placeOver, stagesOf } from "./kernel_chain.js";
import { patchArithmetic } from "./patch_arithmetic.js";
import { photoInput } from "./photo_input.js";
import { pictureOfPhoto } from "./photo_picture.js";
import { summary, unpackPicture } from "./picture.js";
import { picturePanel } from "./picture_panel.js";
import { assemble, button, dataTable, element, group, linkedState, notice, presetChoice, readout } from "./shared.js";

const LONGEST_SIDE = 192; // pixels of the reader's own picture
const MARGIN = 1; // pixels of a picture: what padding adds at most
const PICTURES = ["input", "result", "second result"];

class ConvolutionExplorer {
  constructor(model, el) {
    const { picture, kernels } = model.get("state");
    this.kernels = kernels;
    this.photograph = unpackPicture(picture);
    this.picture = this.photograph;
    this.buildParts();
    this.link = linkedState({ model, name: "convolution", fields: FIELDS, el, onChange: () => this.readLink() });
    this.readLink();
    this.input.listenOn(this.assembleIn(el));
  }

  buildParts() {
    this.presets = presetChoice({
      presets: PRESETS,
      onChoose: (preset) => this.change(presetSettings(preset, this.kernels)),
    });
    this.controls = settingControls(this.kernels, (settings) => this.change(settings));
    this.panels = PICTURES.map((name, index) => this.panel(name, index));
    this.arithmetic = patchArithmetic({
      largest: LARGEST_WEIGHT,
      onKernel: (kernel) => this.change({ [this.settings.watched]: kernel }),
      onProblem: (sentence) => (this.problem.textContent = sentence),
    });
    this.input = photoInput({ onPhoto: (photo) => this.usePhoto(photo), onProblem: (error) => this.refuse(error) });
    this.remark = readout();
    this.problem = notice();
    this.result = readout();
    this.table = dataTable({
      summary: "The pictures in numbers",
      columns: ["picture", "rows", "columns", "smallest", "mean", "largest"],
      rows: () => this.shownPictures().map(({ picture }, index) => tableRow(PICTURES[index], picture)),
    });
  }

  panel(name, index) {
    return picturePanel({
      margin: MARGIN,
      label: `${name}: drag over it, or use the arrow keys, to move the kernel`,
      onPlace: (place) => this.pointAt(index, place),
      onStep: (rows, columns) => {
        this.watchFrom(index);
        this.moveTo({ row: this.settings.row + rows, column: this.settings.column + columns });
      },
    });
  }

  assembleIn(el) {
    const step = button("Step", () => this.moveTo(nextPlace(this.stage.output, this.settings)));
    const reset = button("Reset", () => this.reset());
    return assemble(
      el,
      "Convolution explorer",
      this.presets.element,
      this.controls.element,
      element("div", { className: "demo-pictures" }, ...this.panels.map((panel) => panel.element)),
      group("place", step, reset, element("span", { textContent: "Drag over a picture, or use the arrow keys." })),
      this.arithmetic.element,
      this.result,
      this.problem,
      this.input.element,
      this.remark,
      this.table.element,
    );
  }

  /** Take the settings of the page's link. */
  readLink() {
    const { values, problems } = this.link.read();
    this.start(values);
    this.problem.textContent = [this.problem.textContent, ...problems].filter(Boolean).join(" ");
  }

  /** Start with these settings, and where there are none with the first preset and the middle of the picture. */
  start(settings) {
    const preset = presetSettings(settings.preset ?? Object.keys(PRESETS)[0], this.kernels);
    this.set({ ...preset, ...middleOf(this.picture), channel: CHANNELS[0], ...settings });
  }

  reset() {
    this.input.clear();
    this.remark.textContent = "";
    this.picture = this.photograph;
    this.start({});
    this.link.write(this.settings);
  }

  usePhoto(photo) {
    try {
      const { picture, remarks } = pictureOfPhoto(photo, LONGEST_SIDE);
      this.remark.textContent = remarks.join(" ");
      this.picture = picture;
      this.change(middleOf(picture));
    } catch (error) {
      this.refuse(error);
    }
  }

  refuse({ message }) {
    this.problem.textContent = `${message} The picture has not changed.`;
  }

  /** Take what the reader changed. */
  change(changed) {
    this.set(changed);
    this.link.write(this.settings);
  }

  /** Replace settings, and compute everything anew. */
  set(changed) {
    this.settings = { ...this.settings, ...changed };
    this.problem.textContent = "";
    this.stages = this.computeStages();
    if (this.stages.length === 1) this.settings.watched = ORDINALS[0];
    this.presets.value = this.settings.preset;
    this.controls.show(this.settings, this.picture.channels);
    this.place(this.settings);
  }

  computeStages() {
    const { first, second, stride, padding } = this.settings;
    try {
      return stagesOf(this.picture, second ? [first, second] : [first], { stride, padding });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const remedy = "Choose a smaller stride, or the padding “same”.";
      this.problem.textContent = `The second kernel is left out. ${error.message} ${remedy}`;
      return stagesOf(this.picture, [first], { stride, padding });
    }
  }

  /** Move the watched kernel to where the reader wants it. */
  moveTo(place) {
    this.place(place);
    this.link.write(this.settings);
  }

  /** Lay the watched kernel on a place of its output, and show what it does there. */
  place(place) {
    Object.assign(this.settings, closestPlace(this.stage.output, place));
    const { row, column, channel } = this.settings;
    const { input, kernel, inputLevels } = this.stage;
    const channelIndex = input.channels === 1 ? 0 : CHANNELS.indexOf(channel);
    const patch = patchAt(input, kernel, this.settings, row, column, channelIndex);
    this.arithmetic.show({ patch, kernel, levels: inputLevels });
    this.result.textContent = this.sentence(sumOf(productsOf(patch, kernel)));
    this.showPictures();
    this.table.refresh();
  }

  /** Move to the place that the reader points at on one of the pictures. */
  pointAt(index, place) {
    this.watchFrom(index);
    const isInput = index === ORDINALS.indexOf(this.settings.watched);
    this.moveTo(isInput ? placeOver(this.corner(0, 0), this.settings.stride, place) : place);
  }

  /** Watch the kernel that takes a picture in, or where none does the kernel that made it. */
  watchFrom(index) {
    this.settings.watched = ORDINALS[Math.min(index, this.stages.length - 1)];
    this.controls.show(this.settings, this.picture.channels);
  }

  get stage() {
    return this.stages[ORDINALS.indexOf(this.settings.watched)];
  }

  corner(row, column) {
    return cornerOf(this.stage.input, this.stage.kernel, this.settings, row, column);
  }

  /** The input and the outputs, each with the numbers that are shown black and white. */
  shownPictures() {
    const outputs = this.stages.map(({ output, outputLevels }) => ({ picture: output, levels: outputLevels }));
    return [{ picture: this.picture, levels: this.stages[0].inputLevels }, ...outputs];
  }

  showPictures() {
    const { row, column, watched } = this.settings;
    const marked = ORDINALS.indexOf(watched);
    const { kernel } = this.stage;
    const window = { ...this.corner(row, column), height: kernel.length, width: kernel[0].length };
    const parts = { [marked]: window, [marked + 1]: { row, column, height: 1, width: 1 } };
    const pictures = this.shownPictures();
    this.panels.forEach((panel, index) => {
      panel.element.hidden = index >= pictures.length;
      if (panel.element.hidden) return;
      const { picture, levels } = pictures[index];
      const caption = `${PICTURES[index]}, ${picture.height} × ${picture.width}; ${levelsText(levels)}`;
      panel.show({ picture, levels, part: parts[index], caption }, this.picture);
    });
  }

  sentence(sum) {
    const { row, column, watched, channel } = this.settings;
    const colour = this.picture.channels === 1 ? "" : `, ${channel}`;
    const place = `The ${watched} kernel at row ${row}, column ${column}${colour}`;
    return `${place}: the nine products add up to ${formatBriefly(sum)}.`;
  }
}

function middleOf({ height, width }) {
  return { row: Math.floor(height / 2), column: Math.floor(width / 2) };
}

function levelsText({ black, white }) {
  const [lowest, highest] = [black, white].map((level) => formatBriefly(level));
  return black < 0 ? `${lowest} is black, 0 grey, ${highest} white` : `${lowest} is black, ${highest} white`;
}

function tableRow(name, picture) {
  const { smallest, mean, largest } = summary(picture);
  return [name, picture.height, picture.width, ...[smallest, mean, largest].map((value) => formatBriefly(value))];
}

export default {
  render({ model, el }) {
    new ConvolutionExplorer(model, el);
  },
};
