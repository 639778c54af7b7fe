import assert from "node:assert/strict";
import test from "node:test";

import { photoKind } from "../../lib/demos/photo_kind.js";
import { vectors } from "./vectors.mjs";

for (const [name, { content, expected }] of Object.entries(vectors)) {
  const bytes = new Uint8Array(Buffer.from(content, "base64"));

  test(`${name} is recognised`, () => {
    const found = photoKind(bytes);
    for (const [key, value] of Object.entries(expected)) assert.equal(found[key], value, key);
  });

  test(`${name}, cut off anywhere, ends without an error`, () => {
    for (let length = 0; length < bytes.length; length += 7) photoKind(bytes.slice(0, length));
  });
}

test("what is no picture is nothing", () => {
  assert.deepEqual(photoKind(new TextEncoder().encode("no picture at all, but long enough for a header")), {});
});
