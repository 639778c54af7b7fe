// The optimizer race without its picture: its settings, who runs where, and who has arrived when.
//
// A setting is { landscape, start, racers, step, explained }: the key of a landscape, a point, the learning rate of
// each optimizer that runs, the number of steps that are shown, and the optimizer whose next step is explained.

import { formatSignificant } from "./formats.js";
import { LANDSCAPES } from "./landscapes.js";
import { listOf, numberFrom, oneOf, wholeNumberFrom } from "./link_state.js";
import { RULES, arrivalStep, descend } from "./update_rules.js";

export const NUM_STEPS = 1000;
export const NAMES = Object.keys(RULES);
export const FARTHEST_START = 5;
const LARGEST_LOSS = 1e6;
const IDLE_RATES = {
  "gradient descent": 0.003,
  momentum: 0.003,
  Nesterov: 0.003,
  Adagrad: 0.5,
  RMSprop: 0.05,
  Adadelta: 5,
  Adam: 0.1,
  AdamW: 0.1,
};

const RATE = numberFrom(0.0001, 10);

/** The learning rates to choose from. A link or Python may set others between the first and the last. */
export const RATES = [1e-4, 1e-3, 1e-2, 1e-1, 1]
  .flatMap((decade) => [1, 1.5, 2, 3, 5, 7].map((factor) => Number((factor * decade).toPrecision(2))))
  .concat(10);

/** The fields of a setting in a link, see link_state.js: #race=landscape:beale;racers:momentum@0.003,Adam@0.1 */
export const FIELDS = {
  landscape: oneOf(Object.keys(LANDSCAPES)),
  start: listOf(numberFrom(-FARTHEST_START, FARTHEST_START), 2, 2),
  racers: {
    parse: (text) => Object.fromEntries(racerList.parse(text)),
    format: (racers) => racerList.format(Object.entries(racers)),
  },
  step: wholeNumberFrom(0, NUM_STEPS),
  explained: {
    parse: (text) => oneOf(NAMES.map(hyphenated)).parse(text).replaceAll("-", " "),
    format: hyphenated,
  },
};
const racerList = listOf(
  {
    parse(text) {
      const [name, rate = ""] = text.split("@");
      return [FIELDS.explained.parse(name), RATE.parse(rate)];
    },
    format: ([name, rate]) => `${hyphenated(name)}@${RATE.format(rate)}`,
  },
  0,
  NAMES.length,
);

/**
 * The state of a race: the chosen preset, the setting, the racers with their paths, and the rates of all optimizers.
 * `onChange` is called after each change.
 */
export class Race {
  rates = { ...IDLE_RATES };
  onChange = () => {};

  /** `presets` maps a key to a setting, whose start, step and explained optimizer may be missing. */
  constructor(presets) {
    this.presets = presets;
    this.choose(Object.keys(presets)[0]);
  }

  /** Take a preset, of which `values` replace some fields. A landscape brings its own start. */
  choose(preset, values = {}) {
    const { landscape, start, racers, step = 0, explained = NAMES[0] } = this.presets[preset];
    const own = { landscape, start: start ?? LANDSCAPES[landscape].start, racers, step, explained };
    const moved = values.landscape && { start: LANDSCAPES[values.landscape].start };
    this.preset = preset;
    this.change({ ...own, ...moved, ...values });
  }

  /** Replace some fields of the setting. */
  change(values) {
    this.setting = { ...this.setting, ...values };
    Object.assign(this.rates, this.setting.racers);
    this.racers = runRace(this.setting);
    this.onChange();
  }

  /** Let an optimizer run at a learning rate, or not at all. */
  changeRacer(name, rate) {
    const wanted = { ...this.setting.racers, [name]: rate };
    const running = NAMES.filter((candidate) => wanted[candidate] !== undefined);
    this.change({ racers: Object.fromEntries(running.map((candidate) => [candidate, wanted[candidate]])) });
  }

  /** The landscape of the race. */
  get landscape() {
    return LANDSCAPES[this.setting.landscape];
  }

  /** True when nothing new will happen: all have arrived, or there are no more steps. */
  get isOver() {
    return this.setting.step >= NUM_STEPS || this.racers.every(({ arrival }) => arrival < Infinity);
  }

  /** Return who stands where, in words. */
  report() {
    const { start, step } = this.setting;
    const [first, second] = start.map((weight) => formatSignificant(weight));
    const sentences = [`Step ${step} on the ${this.landscape.name}, from (${first}, ${second}).`];
    const tell = (word, describe) => {
      const racers = this.racers.filter((racer) => racer.standing === word).sort(byArrival);
      if (racers.length) sentences.push(`${word}: ${racers.map(describe).join(", ")}.`);
    };
    tell("Arrived", ({ name, arrival }) => `${name} after ${arrival} steps`);
    tell("On the way", ({ name, loss }) => `${name} (loss ${formatSignificant(loss, 3)})`);
    tell("Diverged", ({ name }) => name);
    return sentences.join(" ");
  }
}

/**
 * Return what has become of each racer after the steps of a setting: its name, learning rate, path, point, loss, the
 * step of its arrival (Infinity before it has held the goal for long enough), and its standing in words.
 */
function runRace({ landscape, start, racers, step }) {
  const { gradient, value, hasArrived, hold } = LANDSCAPES[landscape];
  return Object.entries(racers).map(([name, learningRate]) => {
    const path = descend(RULES[name], gradient, start, learningRate, step);
    const arrival = arrivalStep(path, hasArrived, hold);
    const point = path.at(-1);
    const loss = value(point);
    const standing = arrival < Infinity ? "Arrived" : loss <= LARGEST_LOSS ? "On the way" : "Diverged";
    return { name, learningRate, path, point, loss, arrival, standing };
  });
}

const byArrival = (one, other) => (one.arrival === other.arrival ? 0 : one.arrival - other.arrival);

/** Return the place of the rate in RATES that is nearest, in the ratio of the two. */
export function nearestRate(rate) {
  const distances = RATES.map((candidate) => Math.abs(Math.log(candidate / rate)));
  return distances.indexOf(Math.min(...distances));
}

function hyphenated(name) {
  return name.replaceAll(" ", "-");
}
