// A picture walks through the layers of VGG16; the feature maps of each are shown as soon as they are there.
// The state from Python is { photos, start: { photo, layer, size, scale } }.

import { coursePhotoInput } from "./course_photos.js";
import { channelSummaries, shareOfZeros, tilesInRow } from "./feature_maps.js";
import { drawFrame, drawMap, drawMaps } from "./feature_map_view.js";
import { layerSentence, percent, photoSentence } from "./layer_walk_sentences.js";
import { oneOf, wholeNumberFrom } from "./link_state.js";
import { startNetworks } from "./network_client.js";
import { networkLoader, readAtStart } from "./network_loader.js";
import { drawPixels } from "./photo_view.js";
import { numberAt } from "./picture.js";
import { pixelsSeen, receptiveFields } from "./receptive_field.js";
import { squeeze } from "./resize.js";
import * as parts from "./shared.js";

const NETWORK = "transfer"; // the network of chapter 11 begins with VGG16 without its top
const RULE = "bilinear";
const MOST_CHANNELS = 512;
const ROWS_OF_TABLE = 20;
const SIZES = { 32: "32 × 32", 64: "64 × 64", 128: "128 × 128" };
const SCALES = { imagenet: "as on ImageNet", plain: "0 to 1" };
const WHITES = { channel: "the largest number of its map", layer: "the largest number of the layer" };
const COMMENTS = {
  chelsea: "Try this: press Step again and again. When do you no longer see a cat?",
  rocket: "Try this: stay in block1_conv1 and look for the maps that answer to upright edges.",
  coffee: "Try this: change the scale of the picture to 0 to 1. What does the first layer lose?",
  camera: "Try this: choose a bright place in a deep map. Which part of the picture does its unit see?",
};

class LayerWalk {
  constructor({ model, el, header }) {
    const { photos, start } = model.get("state");
    const layers = header.layers.filter(({ kind }) => kind !== "dense");
    this.start = { white: "channel", channel: 0, ...start };
    this.layerNames = layers.map(({ name }) => name);
    this.receptiveFields = receptiveFields(layers);
    this.photo = null;
    this.picture = null; // the photo as the network sees it
    this.maps = new Map(); // the outputs of the layers that were reached, by their names
    this.summaries = []; // of the channels of the layer that is shown
    this.walks = 0; // a layer of an older walk must not stand beside a newer picture
    this.networks = startNetworks(model);
    this.link = parts.linkedState({
      model,
      name: "layers",
      fields: {
        photo: oneOf(Object.keys(photos)),
        size: oneOf(Object.keys(SIZES)),
        scale: oneOf(Object.keys(SCALES)),
        layer: oneOf(this.layerNames),
        white: oneOf(Object.keys(WHITES)),
        channel: wholeNumberFrom(0, MOST_CHANNELS - 1),
      },
      el,
      onChange: () => this.followLink(),
    });
    this.loader = networkLoader({
      text: "Load VGG16",
      headers: [header],
      networks: this.networks,
      onLoaded: () => this.walk(),
    });
    this.input = coursePhotoInput({
      model,
      files: photos,
      comments: COMMENTS,
      onPhoto: (photo, key) => this.take(photo, key),
      onProblem: (error) => (this.problem.textContent = error.message),
    });
    this.walkControls();
    this.unitControls();
    this.pictures();
    this.answer = parts.readout({ lines: 5, narrowLines: 6 });
    this.problem = parts.notice();
  }

  walkControls() {
    const choice = (label, texts, value, onChange) =>
      parts.choice({ label, options: Object.entries(texts), value, onChange });
    this.size = choice("Pixels", SIZES, this.start.size, () => this.shrink());
    this.scale = choice("Scale of the picture", SCALES, this.start.scale, () => this.walk());
    const layers = Object.fromEntries(this.layerNames.map((name) => [name, name]));
    this.layer = choice("Layer", layers, this.start.layer, () => this.showLayer());
    this.white = choice("White is", WHITES, this.start.white, () => this.show());
    this.back = parts.button("Back", () => this.moveBy(-1));
    this.step = parts.button("Step", () => this.moveBy(1));
    this.reset = parts.button("Reset", () => this.startAgain());
  }

  unitControls() {
    const slider = (label, onInput) => parts.slider({ label, min: 0, max: 0, step: 1, value: 0, onInput });
    this.channel = slider("Channel", () => this.showStrongest());
    this.row = slider("Row", () => this.show());
    this.column = slider("Column", () => this.show());
  }

  pictures() {
    this.allMaps = parts.canvas({
      label: "The maps of all channels",
      draw: (context, box) => this.map && this.drawAllMaps(context, box),
    });
    this.oneMap = parts.canvas({
      label: "The map of the chosen channel, with the chosen place",
      draw: (context, box) => this.map && this.drawOneMap(context, box),
    });
    this.seen = parts.canvas({
      label: "The picture, with the pixels that the chosen unit can see",
      draw: (context, box) => this.picture && this.drawSeen(context, box),
    });
    this.allMaps.element.addEventListener("pointerdown", (event) => this.chooseChannel(this.allMaps.positionOf(event)));
    this.oneMap.element.addEventListener("pointerdown", (event) => this.choosePlace(this.oneMap.positionOf(event)));
    this.table = parts.dataTable({
      summary: "The strongest channels",
      columns: ["channel", "mean", "largest", "zeros"],
      rows: () => this.strongestChannels(),
    });
  }

  /** The elements of the demo in their order. */
  elements() {
    const { size, scale, layer, back, step, reset, allMaps, white, channel, oneMap, seen, row, column } = this;
    const pair = parts.element("div", { className: "demo-pair" }, oneMap.element, seen.element);
    return [
      this.loader.element,
      this.input.element,
      parts.group("The walk", size.element, scale.element, layer.element, back, step, reset),
      parts.columns(
        [allMaps.element, white.element, channel.element],
        [pair, row.element, column.element, this.answer, this.problem],
      ),
      this.table.element,
    ];
  }

  async followLink() {
    const { values, problems } = this.link.read();
    this.set({ ...this.start, ...values });
    await this.input.show(values.photo ?? this.start.photo);
    if (problems.length) this.problem.textContent = problems.join(" ");
  }

  set({ size, scale, layer, white, channel }) {
    this.size.value = size;
    this.scale.value = scale;
    this.layer.value = layer;
    this.white.value = white;
    setRange(this.channel, MOST_CHANNELS, channel);
  }

  startAgain() {
    this.set(this.start);
    this.input.show(this.start.photo);
  }

  take(photo, key) {
    this.photo = { ...photo, key };
    this.shrink();
  }

  shrink() {
    this.problem.textContent = "";
    this.picture = squeeze(this.photo, Number(this.size.value), RULE);
    this.walk();
  }

  async walk() {
    this.maps = new Map();
    const mine = (this.walks += 1);
    this.showLayer();
    if (!this.loader.isLoaded || !this.picture) return;
    const onLayer = (name, map) => {
      if (mine !== this.walks) return;
      this.maps.set(name, map);
      if (name === this.layer.value) this.showLayer();
    };
    try {
      await this.networks.walk(NETWORK, this.picture, this.scale.value, this.layerNames.at(-1), onLayer);
    } catch (error) {
      this.problem.textContent = error.message;
    }
  }

  /** The feature maps of the chosen layer, once the picture has reached it. */
  get map() {
    return this.maps.get(this.layer.value);
  }

  moveBy(number) {
    this.layer.value = this.layerNames[this.layerNames.indexOf(this.layer.value) + number];
    this.showLayer();
  }

  showLayer() {
    const { map } = this;
    this.summaries = map ? channelSummaries(map) : [];
    this.largest = Math.max(...this.summaries.map(({ largest }) => largest));
    if (map) {
      setRange(this.channel, map.channels, this.channel.value);
      setRange(this.row, map.height, 0);
      setRange(this.column, map.width, 0);
    }
    this.back.disabled = this.layer.value === this.layerNames[0];
    this.step.disabled = this.layer.value === this.layerNames.at(-1);
    this.showStrongest();
  }

  /** Go to the place where the chosen channel is largest. */
  showStrongest() {
    const strongest = this.summaries[this.channel.value];
    if (strongest) {
      this.row.value = strongest.row;
      this.column.value = strongest.column;
    }
    this.show();
  }

  chooseChannel({ x, y }) {
    if (!this.map) return;
    const inRow = tilesInRow(this.map.channels);
    const channel = placeAt(y, inRow) * inRow + placeAt(x, inRow);
    if (channel >= this.map.channels) return;
    this.channel.value = channel;
    this.showStrongest();
  }

  choosePlace({ x, y }) {
    if (!this.map) return;
    this.row.value = placeAt(y, this.map.height);
    this.column.value = placeAt(x, this.map.width);
    this.show();
  }

  show() {
    if (this.photo) {
      this.answer.textContent = `${photoSentence(this.photo, this.size.value)} ${this.unitSentence()}`;
      this.writeLink();
    }
    for (const picture of [this.allMaps, this.oneMap, this.seen]) picture.redraw();
    this.table.refresh();
  }

  unitSentence() {
    const { map } = this;
    if (!this.loader.isLoaded) return "Load VGG16 to see its feature maps.";
    if (!map) return `The picture is on its way to ${this.layer.value}.`;
    const [channel, row, column] = [this.channel.value, this.row.value, this.column.value];
    const { side } = this.receptiveFields[this.layer.value];
    const value = numberAt(map, row, column, channel);
    return layerSentence(this.layer.value, map, shareOfZeros(this.summaries), { channel, row, column, value, side });
  }

  writeLink() {
    const settings = ["size", "scale", "layer", "white", "channel"].map((name) => [name, this[name].value]);
    this.link.write({ ...(this.photo.key && { photo: this.photo.key }), ...Object.fromEntries(settings) });
  }

  strongestChannels() {
    return this.summaries
      .toSorted((a, b) => b.mean - a.mean)
      .slice(0, ROWS_OF_TABLE)
      .map(({ channel, mean, largest, zeros }) => [channel, mean.toFixed(3), largest.toFixed(3), percent(zeros)]);
  }

  whiteOf(channel) {
    return this.white.value === "channel" ? this.summaries[channel].largest : this.largest;
  }

  drawAllMaps(context, box) {
    drawMaps(context, box, this.map, (channel) => this.whiteOf(channel));
    const inRow = tilesInRow(this.map.channels);
    const [left, top] = [this.channel.value % inRow, Math.floor(this.channel.value / inRow)];
    drawFrame(context, box, { width: inRow, height: inRow }, { left, top, right: left + 1, bottom: top + 1 });
  }

  drawOneMap(context, box) {
    drawMap(context, box, this.map, this.channel.value, this.whiteOf(this.channel.value));
    const [left, top] = [this.column.value, this.row.value];
    drawFrame(context, box, this.map, { left, top, right: left + 1, bottom: top + 1 });
  }

  drawSeen(context, box) {
    drawPixels(context, box, this.picture);
    if (!this.map) return;
    const field = this.receptiveFields[this.layer.value];
    const { start: left, end: right } = pixelsSeen(field, this.column.value, this.picture.width);
    const { start: top, end: bottom } = pixelsSeen(field, this.row.value, this.picture.height);
    drawFrame(context, box, this.picture, { left, top, right, bottom });
  }
}

function setRange(slider, count, value) {
  slider.input.max = count - 1;
  slider.value = Math.min(value, count - 1);
}

function placeAt(share, count) {
  return Math.min(count - 1, Math.floor(share * count));
}

export default {
  async render({ model, el }) {
    const title = "A picture walks through VGG16";
    const files = await readAtStart({ model, el, title }, [NETWORK]);
    if (!files) return undefined;
    const demo = new LayerWalk({ model, el, header: files[0] });
    demo.showLayer();
    demo.input.listenOn(parts.assemble(el, title, ...demo.elements()));
    demo.followLink();
    return () => demo.networks.stop();
  },
};
