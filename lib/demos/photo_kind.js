// What the first bytes of a file say about the picture in it. Browsers decode pictures but do not tell what they
// found: grey, printing colours, an animation.

/**
 * What is known of a picture file: { format, width, height, colors, animated }, where `colors` is "grey", "print"
 * (cyan, magenta, yellow, black) or "color". Fields that the bytes do not tell are undefined; an unknown file gives {}.
 */
export function photoKind(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint16(0) === 0xffd8) return jpegKind(view);
    if (textAt(view, 1, 3) === "PNG") return pngKind(view);
    if (textAt(view, 0, 4) === "GIF8") return gifKind(view);
    if (textAt(view, 8, 4) === "WEBP") return webpKind(view);
    if (/ftyp(hei|hev|mif|msf)/.test(textAt(view, 4, 7))) return { format: "HEIC" };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the file ends too early: its decoder will say so
  }
  return {};
}

/** JPEG is a list of segments: a marker, a length, the content. The frame's segment has the size and the colours. */
function jpegKind(view) {
  let position = 2;
  for (;;) {
    const marker = view.getUint16(position);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) {
      const colors = { 1: "grey", 4: "print" }[view.getUint8(position + 9)] ?? "color";
      return { format: "JPEG", height: view.getUint16(position + 5), width: view.getUint16(position + 7), colors };
    }
    position += 2 + view.getUint16(position + 2);
  }
}

/** PNG is a list of chunks; the first has the size and the colours, and "acTL" before the pixels means an animation. */
function pngKind(view) {
  const colors = [0, 4].includes(view.getUint8(25)) ? "grey" : "color";
  let position = 8;
  while (!["IDAT", "acTL"].includes(textAt(view, position + 4, 4))) position += 12 + view.getUint32(position);
  const animated = textAt(view, position + 4, 4) === "acTL";
  return { format: "PNG", width: view.getUint32(16), height: view.getUint32(20), colors, animated };
}

/** GIF is a list of blocks: extensions (0x21) and images (0x2c). Two images make an animation. */
function gifKind(view) {
  const kind = { format: "GIF", width: view.getUint16(6, true), height: view.getUint16(8, true), animated: false };
  let position = 13 + paletteLength(view.getUint8(10));
  let images = 0;
  while (position < view.byteLength && view.getUint8(position) !== 0x3b) {
    if (view.getUint8(position) === 0x2c) {
      images += 1;
      if (images === 2) return { ...kind, animated: true };
      position += 11 + paletteLength(view.getUint8(position + 9));
    } else {
      position += 2;
    }
    while (position < view.byteLength && view.getUint8(position) > 0) position += 1 + view.getUint8(position);
    position += 1;
  }
  return kind;
}

/** WebP is a list of chunks; a first one named "VP8X" has a bit for animations. */
function webpKind(view) {
  const animated = textAt(view, 12, 4) === "VP8X" && (view.getUint8(20) & 2) > 0;
  return { format: "WebP", animated };
}

function paletteLength(flags) {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function textAt(view, position, length) {
  return String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint8(position + i)));
}
