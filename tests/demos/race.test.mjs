import assert from "node:assert/strict";
import test from "node:test";

import { readLink, writeLink } from "../../lib/demos/link_state.js";
import { FARTHEST_START, FIELDS, NUM_STEPS, RATES, Race, nearestRate } from "../../lib/demos/race.js";
import { PRESETS } from "../../lib/demos/race_presets.js";
import { vectors } from "./vectors.mjs";

const raceOf = (preset) => new Race({ only: preset });
const arrivalsOf = (preset) => {
  const { racers } = raceOf({ ...preset, step: NUM_STEPS });
  return Object.fromEntries(racers.map(({ name, arrival }) => [name, arrival]));
};

test("Python and the page allow the same", () => {
  assert.deepEqual([RATES[0], RATES.at(-1)], vectors.rates);
  assert.deepEqual([FARTHEST_START, NUM_STEPS], [vectors.farthest, vectors.steps]);
});

test("everyone arrives when lib says", () => {
  for (const { landscape, racers, arrival } of vectors.arrivals) {
    const [racer] = raceOf({ landscape, racers, step: NUM_STEPS }).racers;
    assert.equal(racer.arrival, arrival ?? Infinity, `${racer.name} at ${racer.learningRate} on ${landscape}`);
  }
  assert.ok(vectors.arrivals.some(({ arrival }) => arrival) && vectors.arrivals.some(({ arrival }) => !arrival));
});

test("an arrival is told when it is certain, and not before", () => {
  const race = raceOf({ landscape: "ravine", racers: { Nesterov: 0.01 }, step: NUM_STEPS });
  const [{ arrival }] = race.racers;
  const standingAt = (step) => (race.change({ step }), [race.racers[0].standing, race.isOver]);
  for (const step of [0, arrival, arrival + 48]) assert.deepEqual(standingAt(step), ["On the way", false]);
  assert.deepEqual(standingAt(arrival + 49), ["Arrived", true]);
  const place = "the ravine along the axes, from (2, 1)";
  assert.equal(race.report(), `Step ${arrival + 49} on ${place}. Arrived: Nesterov after ${arrival} steps.`);
});

test("the report is sorted by arrival", () => {
  const race = raceOf({ ...PRESETS.across, step: NUM_STEPS });
  const told = [...race.report().matchAll(/after (\d+) steps/g)].map(([, steps]) => Number(steps));
  assert.equal(told.length, race.racers.length);
  assert.deepEqual(told, [...told].sort((one, other) => one - other));
});

test("a race without racers is over at once", () => {
  const race = raceOf({ landscape: "beale", racers: {} });
  assert.ok(race.isOver);
  assert.equal(race.report(), "Step 0 on the valley of Beale's function, from (1, 1.5).");
});

test("an optimizer that joins again has its last rate, and all keep their order", () => {
  const race = raceOf({ landscape: "beale", racers: { Adam: 0.1 } });
  race.changeRacer("momentum", 0.02);
  assert.deepEqual(Object.keys(race.setting.racers), ["momentum", "Adam"]);
  race.changeRacer("momentum", undefined);
  assert.deepEqual(race.setting.racers, { Adam: 0.1 });
  assert.equal(race.rates.momentum, 0.02);
});

test("a landscape in a link brings its own start, unless the link has one", () => {
  const race = raceOf({ landscape: "beale", start: [2, 2], racers: {} });
  race.choose("only", { landscape: "saddle" });
  assert.deepEqual(race.setting.start, [1, 0.001]);
  race.choose("only", { landscape: "saddle", start: [0, 1] });
  assert.deepEqual(race.setting.start, [0, 1]);
});

test("a setting survives a link", () => {
  for (const preset of Object.values(PRESETS)) {
    const { setting } = raceOf({ ...preset, start: [0.5, -0.25], step: 12 });
    const read = readLink(encodeURI(writeLink("", "race", FIELDS, setting)), "race", FIELDS);
    assert.deepEqual(read, { values: setting, problems: [] });
  }
});

for (const part of ["racers:Adam", "racers:Adam@0", "racers:Bolt@1", "explained:Bolt", "start:1", "start:1,9", "step:1001"]) {
  test(`a link with ${part} is answered with a sentence`, () => {
    const { values, problems } = readLink(`#race=${part}`, "race", FIELDS);
    assert.deepEqual(values, {});
    assert.equal(problems.length, 1);
  });
}

test("the notch of the slider is the nearest rate", () => {
  assert.deepEqual([0.003, 0.00011, 8.9, 10].map((rate) => RATES[nearestRate(rate)]), [0.003, 0.0001, 10, 10]);
});

test("along the axes Adagrad is first; the turn delays it, and changes nothing for those who know no axes", () => {
  const along = arrivalsOf(PRESETS.along);
  const across = arrivalsOf(PRESETS.across);
  assert.equal(along.Adagrad, Math.min(...Object.values(along)));
  assert.ok(across.Adagrad > 10 * along.Adagrad);
  for (const name of ["gradient descent", "momentum", "Nesterov"]) assert.equal(across[name], along[name]);
  for (const name of ["Adagrad", "RMSprop", "Adam"]) assert.ok(across[name] > along[name], name);
});

test("closer to the line of the saddle, those who scale hardly notice; on it nobody leaves", () => {
  const stepsFrom = (second) => arrivalsOf({ ...PRESETS.saddle, start: [1, second] });
  const [far, near, none] = [0.001, 0.000001, 0].map(stepsFrom);
  for (const name of ["RMSprop", "Adadelta", "Adam"]) assert.ok(near[name] < far[name] + 10, name);
  for (const name of ["gradient descent", "momentum", "Nesterov"]) assert.ok(near[name] > far[name] + 50, name);
  assert.ok(Object.values(none).every((arrival) => arrival === Infinity));
});

test("the cliff: a rate arrives, the next notch swings for ever, and above it the path diverges", () => {
  const race = raceOf({ ...PRESETS.cliff, step: NUM_STEPS });
  const notch = RATES.indexOf(race.rates["gradient descent"]);
  const words = [notch, notch + 1, notch + 2].map((place) => {
    race.changeRacer("gradient descent", RATES[place]);
    return race.racers[0].standing;
  });
  assert.deepEqual(words, ["Arrived", "On the way", "Diverged"]);
  assert.equal(RATES[notch + 1], 0.02);
});

test("at one rate for all on Beale's function most do not arrive, and all but Adadelta could", () => {
  const arrivals = arrivalsOf(PRESETS.common);
  assert.ok(Object.values(arrivals).filter(Number.isFinite).length < 4);
  for (const name of Object.keys(arrivals)) {
    const arrives = (rate) => arrivalsOf({ landscape: "beale", racers: { [name]: rate } })[name] < Infinity;
    assert.equal(RATES.some(arrives), name !== "Adadelta", name);
  }
});
