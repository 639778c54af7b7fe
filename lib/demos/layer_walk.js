// Demo: a picture walks through the layers of VGG16; the feature maps of each are shown as soon as they are there.

import { channelSummaries, numberAt, shareOfZeros, tilesInRow } from "./feature_maps.js";
import { drawFrame, drawMap, drawMaps } from "./feature_map_view.js";
import { oneOf, wholeNumberFrom } from "./link_state.js";
import { startNetworks } from "./network_client.js";
import { networkLoader } from "./network_loader.js";
import { photoInput } from "./photo_input.js";
import { drawPixels } from "./photo_view.js";
import { pixelsSeen, receptiveFields } from "./receptive_field.js";
import { squeeze } from "./resize.js";
import { assemble, button, canvas, choice, columns, dataTable, element, group, linkedState, notice, readout, slider } from "./shared.js";

const NETWORK = "transfer"; // its first layers are VGG16's
const RULE = "bilinear";
const SIZES = ["32", "64", "128"];
const SCALES = { imagenet: "as on ImageNet", plain: "0 to 1" };
const WHITES = { layer: "the largest number of the layer", channel: "the largest number of its map" };
const ROWS_OF_TABLE = 20;

export default {
  render({ model, el }) {
    const { layers, bytes, photos, start } = model.get("state");
    const layerNames = layers.map(({ name }) => name);
    const fieldsSeen = receptiveFields(layers);
    const networks = startNetworks(model);
    let photo = null; // as openPhoto gives it
    let picture = null; // the photo as the network sees it
    let maps = new Map(); // the outputs of the layers that were reached, by name
    let summaries = []; // of the channels of the layer that is shown
    let largestOfLayer = 0;
    let walks = 0; // a layer of an older walk must not stand beside a newer picture

    const problem = notice();
    const said = readout({ lines: 6, narrowLines: 8 });
    const fields = {
      photo: oneOf(Object.keys(photos)),
      size: oneOf(SIZES),
      scale: oneOf(Object.keys(SCALES)),
      layer: oneOf(layerNames),
      white: oneOf(Object.keys(WHITES)),
      channel: wholeNumberFrom(0, Math.max(...layers.map(({ channels }) => channels)) - 1),
    };
    const link = linkedState({ model, name: "layers", fields, el, onChange: followLink });

    const loader = networkLoader({ text: "Load VGG16", files: { [NETWORK]: bytes }, networks, onLoaded: walk });
    const input = photoInput({ model, photos, onPhoto: take, onProblem: tell });
    const size = choice({ label: "Pixels", options: SIZES.map((side) => [side, `${side} × ${side}`]), value: start.size, onChange: shrink });
    const scale = choice({ label: "Scale of the picture", options: Object.entries(SCALES), value: start.scale, onChange: walk });
    const layer = choice({ label: "Layer", options: layerNames.map((name) => [name, name]), value: start.layer, onChange: showLayer });
    const white = choice({ label: "White is", options: Object.entries(WHITES), value: start.white, onChange: show });
    const channel = slider({ label: "Channel", min: 0, max: 63, step: 1, value: 0, onInput: showStrongest });
    const row = slider({ label: "Row", min: 0, max: 0, step: 1, value: 0, onInput: show });
    const column = slider({ label: "Column", min: 0, max: 0, step: 1, value: 0, onInput: show });
    const back = button("Back", () => moveBy(-1));
    const step = button("Step", () => moveBy(1));

    const allMaps = canvas({ label: "The maps of all channels", draw: drawAllMaps });
    const oneMap = canvas({ label: "The map of the chosen channel, with the chosen place", draw: drawOneMap });
    const seen = canvas({ label: "The picture, with the pixels that the chosen unit can see", draw: drawSeen });
    const table = dataTable({
      summary: "The strongest channels",
      columns: ["channel", "mean", "largest", "zeros"],
      rows: () =>
        summaries
          .toSorted((a, b) => b.mean - a.mean)
          .slice(0, ROWS_OF_TABLE)
          .map(({ channel, mean, largest, zeros }) => [channel, mean.toFixed(3), largest.toFixed(3), percent(zeros)]),
    });

    async function followLink() {
      const { values, problems } = link.read();
      size.value = values.size ?? start.size;
      scale.value = values.scale ?? start.scale;
      layer.value = values.layer ?? start.layer;
      white.value = values.white ?? start.white;
      setRange(channel, layerNow().channels, values.channel ?? 0);
      await input.show(values.photo ?? start.photo);
      if (problems.length) problem.textContent = problems.join(" ");
    }

    function take(opened, key) {
      photo = { ...opened, key };
      shrink();
    }

    function shrink() {
      problem.textContent = "";
      picture = squeeze(photo, Number(size.value), RULE);
      walk();
    }

    async function walk() {
      maps = new Map();
      const mine = (walks += 1);
      showLayer();
      if (!loader.loaded || !picture) return;
      try {
        await networks.walk(NETWORK, picture, scale.value, layerNames.at(-1), (name, map) => {
          if (mine !== walks) return;
          maps.set(name, map);
          if (name === layer.value) showLayer();
        });
      } catch (error) {
        tell(error);
      }
    }

    const layerNow = () => layers.find(({ name }) => name === layer.value);

    function moveBy(number) {
      layer.value = layerNames[layerNames.indexOf(layer.value) + number];
      showLayer();
    }

    function showLayer() {
      const map = maps.get(layer.value);
      summaries = map ? channelSummaries(map) : [];
      largestOfLayer = Math.max(...summaries.map(({ largest }) => largest));
      setRange(channel, layerNow().channels, channel.value);
      if (map) {
        setRange(row, map.height, 0);
        setRange(column, map.width, 0);
      }
      back.disabled = layer.value === layerNames[0];
      step.disabled = layer.value === layerNames.at(-1);
      showStrongest();
    }

    /** Go to the place where the chosen channel is largest. */
    function showStrongest() {
      const strongest = summaries[channel.value];
      if (strongest) {
        row.value = strongest.row;
        column.value = strongest.column;
      }
      show();
    }

    function show() {
      said.textContent = describe();
      const now = { size: size.value, scale: scale.value, layer: layer.value, white: white.value, channel: channel.value };
      if (photo) link.write({ ...(photo.key && { photo: photo.key }), ...now });
      for (const part of [allMaps, oneMap, seen]) part.redraw();
      table.refresh();
    }

    function describe() {
      if (!photo) return "";
      const opened = [`${photo.name}, squeezed to ${size.value} × ${size.value} pixels.`, ...photo.remarks].join(" ");
      if (!loader.loaded) return `${opened} Load VGG16 to see its feature maps.`;
      const map = maps.get(layer.value);
      if (!map) return `${opened} The picture is on its way to ${layer.value}.`;
      const { side } = fieldsSeen[layer.value];
      const value = numberAt(map, row.value, column.value, channel.value);
      return (
        `${opened} ${layer.value}: ${map.channels} maps of ${map.height} × ${map.width}, ${percent(shareOfZeros(summaries))} zeros. ` +
        `Channel ${channel.value}, row ${row.value}, column ${column.value}: ${value.toFixed(3)}. ` +
        `This unit can see ${side} × ${side} pixels.`
      );
    }

    function drawAllMaps(context, box) {
      const map = maps.get(layer.value);
      if (!map) return;
      drawMaps(context, box, map, whiteOf);
      const inRow = tilesInRow(map.channels);
      const [left, top] = [channel.value % inRow, Math.floor(channel.value / inRow)];
      drawFrame(context, box, { width: inRow, height: inRow }, { left, top, right: left + 1, bottom: top + 1 });
    }

    function drawOneMap(context, box) {
      const map = maps.get(layer.value);
      if (!map) return;
      drawMap(context, box, map, channel.value, whiteOf(channel.value));
      const [left, top] = [column.value, row.value];
      drawFrame(context, box, map, { left, top, right: left + 1, bottom: top + 1 });
    }

    function drawSeen(context, box) {
      if (!picture) return;
      drawPixels(context, box, picture);
      if (!maps.has(layer.value)) return;
      const field = fieldsSeen[layer.value];
      const { start: left, end: right } = pixelsSeen(field, column.value, picture.width);
      const { start: top, end: bottom } = pixelsSeen(field, row.value, picture.height);
      drawFrame(context, box, picture, { left, top, right, bottom });
    }

    function whiteOf(channel) {
      return white.value === "channel" ? summaries[channel].largest : largestOfLayer;
    }

    /** Choose the channel, or the place, under the pointer. */
    function onPointer(part, choose) {
      part.element.addEventListener("pointerdown", (event) => {
        const map = maps.get(layer.value);
        if (map) choose(map, part.positionOf(event));
      });
    }

    function tell(error) {
      problem.textContent = error.message;
    }

    function reset() {
      size.value = start.size;
      scale.value = start.scale;
      layer.value = start.layer;
      white.value = start.white;
      channel.value = 0;
      input.show(start.photo);
    }

    onPointer(allMaps, (map, { x, y }) => {
      const inRow = tilesInRow(map.channels);
      const chosen = placeAt(y, inRow) * inRow + placeAt(x, inRow);
      if (chosen >= map.channels) return;
      channel.value = chosen;
      showStrongest();
    });
    onPointer(oneMap, (map, { x, y }) => {
      row.value = placeAt(y, map.height);
      column.value = placeAt(x, map.width);
      show();
    });

    const root = assemble(
      el,
      "A picture walks through VGG16",
      element("p", { textContent: "Your picture stays in this browser. Nothing is uploaded." }),
      loader.element,
      input.element,
      group("The walk", size.element, scale.element, layer.element, back, step, button("Reset", reset)),
      columns(
        [allMaps.element, white.element, channel.element],
        [element("div", { className: "demo-pair" }, oneMap.element, seen.element), row.element, column.element, said, problem],
      ),
      table.element,
    );
    showLayer();
    input.listenOn(root);
    followLink();
    return () => networks.stop();
  },
};

function setRange(slider, count, value) {
  slider.input.max = count - 1;
  slider.value = Math.min(value, count - 1);
}

function placeAt(share, count) {
  return Math.min(count - 1, Math.floor(share * count));
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}
