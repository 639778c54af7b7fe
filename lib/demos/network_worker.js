// Runs the networks beside the page, so that the page goes on answering. network_client.js talks to it.

import { buildNetwork, forward, scaleImagenet, scalePlain } from "./network.js";

const SCALES = { plain: scalePlain, imagenet: scaleImagenet };
const networks = new Map();

const jobs = {
  load({ header, content }) {
    networks.set(header.name, buildNetwork(header, content));
  },
  run({ id, name, picture, scale, last }) {
    const tell = (layer, map) => self.postMessage({ id, layer: layer.name, map });
    return forward(networks.get(name), SCALES[scale](picture), last ? tell : undefined, last);
  },
};

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ id: data.id, result: jobs[data.job](data) });
  } catch (error) {
    self.postMessage({ id: data.id, problem: error.message });
  }
};
