// The networks as the page sees them: load one, ask it. The work is done in network_worker.js.

import { readLargeFile } from "./course_files.js";

/** The worker could not be started, or could not do what it was asked; the message says what to do. */
export class WorkerError extends Error {}

/** Start a worker for networks: { load, run, walk, stop }. */
export function startNetworks(model) {
  const worker = new Worker(new URL("./network_worker.js", import.meta.url), { type: "module" });
  const waiting = new Map();
  let asked = 0;

  worker.onmessage = ({ data: { id, layer, map, result, problem } }) => {
    const { resolve, reject, onLayer } = waiting.get(id);
    if (layer) return onLayer(layer, map);
    waiting.delete(id);
    if (problem) reject(new WorkerError(problem));
    else resolve(result);
  };
  worker.onerror = () => {
    const error = new WorkerError("The browser does not run the networks. Reload the page, or try another browser.");
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  function ask(job, { onLayer, ...data }, transferred = []) {
    return new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve, reject, onLayer });
      worker.postMessage({ id: asked, job, ...data }, transferred);
    });
  }

  return {
    /** Load the network of a header; `onProgress(bytes)` hears how much is there. Throws FileError or WorkerError. */
    async load(header, onProgress) {
      const content = await readLargeFile(model, `networks/${header.file}`, header.sha256, onProgress);
      await ask("load", { header, content }, [content]);
    },

    /** The probabilities that a loaded network gives to a picture { width, height, pixels } of 0 to 255. */
    run: (name, picture) => ask("run", { name, picture, scale: "plain" }),

    /** Walk a picture up to the layer `last`; `onLayer(name, map)` gets each layer's output as soon as it is there. */
    walk: (name, picture, scale, last, onLayer) => ask("run", { name, picture, scale, last, onLayer }),

    stop: () => worker.terminate(),
  };
}
