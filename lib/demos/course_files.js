// Files that the course brings along, networks and photos. In the book they lie beside the demos; in a notebook the
// kernel hands them over. Nothing is ever sent the other way, except the name of the file.

const IN_BOOK = import.meta.url.startsWith("http");
const CACHE = "deep-learning-big-picture";

/** A file that could not be loaded; the message says what happened and what to do. */
export class FileError extends Error {}

/**
 * The bytes of a file as an ArrayBuffer. `onProgress(bytes)` hears how many have arrived.
 * Throws FileError when the file does not arrive whole.
 */
export async function readFile(model, path, onProgress = () => {}) {
  try {
    return await (IN_BOOK ? download(urlOf(path), onProgress) : askKernel(model, path, onProgress));
  } catch (error) {
    throw new FileError(`The file ${path} could not be loaded (${error.message}). Check the connection and try again.`);
  }
}

/** What is in a JSON file. Throws FileError. */
export async function readJson(model, path) {
  return JSON.parse(new TextDecoder().decode(await readFile(model, path)));
}

/**
 * The bytes of a large file that has to have the SHA-256 `digest`. The browser keeps it, so that it is loaded once.
 * Throws FileError when the file does not arrive whole or is another one.
 */
export async function readLargeFile(model, path, digest, onProgress) {
  const kept = await openCache();
  const found = await kept?.match(keyOf(path, digest));
  if (found) return found.arrayBuffer();
  const content = await readFile(model, path, onProgress);
  const foundDigest = await sha256(content);
  if (foundDigest !== undefined && foundDigest !== digest) {
    const bytes = content.byteLength.toLocaleString("en");
    throw new FileError(`The file ${path} arrived damaged (${bytes} bytes). Try again.`);
  }
  if (kept && foundDigest) await keep(kept, path, digest, content).catch(() => {}); // the disk may be full
  return content;
}

/** Keep a file in the browser's cache, in the place of its older versions. */
async function keep(kept, path, digest, content) {
  for (const { url } of await kept.keys()) {
    if (url.startsWith(`${urlOf(path)}?`)) await kept.delete(url);
  }
  await kept.put(keyOf(path, digest), new Response(content));
}

async function download(url, onProgress) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  const chunks = [];
  let bytes = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks).arrayBuffer();
    chunks.push(value);
    bytes += value.length;
    onProgress(bytes);
  }
}

/** The kernel answers with messages { path, bytes } that each carry a part of the file, or with { path, problem }. */
function askKernel(model, path, onProgress) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let arrived = 0;
    const listen = (message, buffers) => {
      if (message.path !== path) return;
      if (message.problem) return finish(() => reject(new Error(message.problem)));
      chunks.push(buffers[0]);
      arrived += buffers[0].byteLength;
      onProgress(arrived);
      if (arrived === message.bytes) finish(() => resolve(new Blob(chunks).arrayBuffer()));
    };
    const finish = (settle) => {
      model.off("msg:custom", listen);
      settle();
    };
    model.on("msg:custom", listen);
    model.send({ path });
  });
}

function urlOf(path) {
  return new URL(`../${path}`, import.meta.url);
}

function keyOf(path, digest) {
  return `${urlOf(path)}?sha256=${digest}`;
}

// Browsers offer their cache and SHA-256 only to pages that came over https or from this machine. Elsewhere every visit
// loads the file again, and only its length is checked, by those who read it.

async function openCache() {
  return IN_BOOK && globalThis.caches ? caches.open(CACHE).catch(() => undefined) : undefined;
}

async function sha256(content) {
  if (!globalThis.crypto?.subtle) return undefined;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
