import assert from "node:assert/strict";
import test from "node:test";

import { pixelsSeen, receptiveFields } from "../../lib/demos/receptive_field.js";
import { vectors } from "./vectors.mjs";

test("sides and steps are those of lib.architecture", () => {
  const fields = receptiveFields(vectors.layers);
  for (const [name, { side, step }] of Object.entries(vectors.fields)) {
    assert.deepEqual([fields[name].side, fields[name].step], [side, step], name);
  }
});

test("a change of one pixel moves exactly the units that see it", () => {
  const fields = receptiveFields(vectors.layers);
  for (const { name, pixel, length, moved } of vectors.moved) {
    const units = Array.from({ length: length / fields[name].step }, (_, unit) => unit);
    const seeing = units.filter((unit) => {
      const { start, end } = pixelsSeen(fields[name], unit, length);
      return start <= pixel && pixel < end;
    });
    assert.deepEqual(seeing, moved, `${name}, pixel ${pixel}`);
  }
});
