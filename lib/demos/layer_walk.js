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
    let walks = 0; // a layer of an older walk must not stand beside a newer picture

    const problem = notice();
    const said = readout();
    said.classList.add("demo-room");
    const fields = {
      photo: oneOf(Object.keys(photos)),
      size: oneOf(SIZES),
      scale: oneOf(Object.keys(SCALES)),
      layer: oneOf(layerNames),
      white: oneOf(Object.keys(WHITES)),
      channel: wholeNumberFrom(0, Math.max(...layers.map(({ channels }) => channels)) - 1),
    };
    const link = linkedState({ model, name: "layers", fields, onChange: followLink });

    const loader = networkLoader({ text: "Load VGG16", files: { [NETWORK]: bytes }, networks, onLoaded: walk, onProblem: tell });
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

    function whiteOf(channel) {
      return white.value === "channel" ? summaries[channel].largest : Math.max(...summaries.map(({ largest }) => largest));
    }

    function drawAllMaps(context, box, map = maps.get(layer.value)) {
      if (!map) return;
      const whites = summaries.map((_, i) => (white.value === "channel" ? summaries[i].largest : 0));
      const ofLayer = white.value === "layer" ? whiteOf(0) : 0;
      drawMaps(context, box, map, (i) => ofLayer || whites[i]);
      const inRow = tilesInRow(map.channels);
      const [left, top] = [channel.value % inRow, Math.floor(channel.value / inRow)];
      drawFrame(context, box, { width: inRow, height: inRow }, { left, top, right: left + 1, bottom: top + 1 }, box.colour("class-1"));
    }
    return { link, step };
  },
};
