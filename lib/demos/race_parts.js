// The parts of the optimizer race on the page. Each is { element, show }: `show` brings it up to date with the race.

import { formatSignificant } from "./formats.js";
import { LANDSCAPES } from "./landscapes.js";
import { FARTHEST_START, NAMES, NUM_STEPS, RATES, nearestRate } from "./race.js";
import { drawMap, markPath, pointAt } from "./race_map.js";
import { button, canvas, choice, dataTable, element, group, presetChoice, runButton, slider } from "./shared.js";
import { EPSILON, RULES, explainStep, fillIn } from "./update_rules.js";

const WEIGHTS = ["first weight", "second weight"];
const START_STEP = 0.1; // that an arrow key moves the start
const FRAMES_TO_SPEED_UP = 60; // after which a run takes one more step in each frame

/** The presets with their sentences. */
export function presets(race) {
  const part = presetChoice({
    presets: race.presets,
    value: race.preset,
    onChoose: (preset) => race.choose(preset),
  });
  return { element: part.element, show: () => (part.value = race.preset) };
}

/** The choice of the landscape, with what counts as an arrival there. */
export function landscapeChoice(race) {
  const part = choice({
    label: "Landscape",
    options: Object.entries(LANDSCAPES).map(([key, { name }]) => [key, name]),
    value: race.setting.landscape,
    onChange: (landscape) => race.change({ landscape, start: LANDSCAPES[landscape].start, step: 0 }),
  });
  const goal = element("p", { className: "demo-comment" });
  return {
    element: element("div", {}, part.element, goal),
    show() {
      part.value = race.setting.landscape;
      goal.textContent = `To arrive means: ${race.landscape.goal}. A mark stands after every tenth step.`;
    },
  };
}

/** The map, on which a pointer moves the start. */
export function raceMap(race) {
  const part = canvas({
    label: "Map of the landscape with the path of each optimizer. The table below holds their positions.",
    draw(context, view) {
      const paths = race.racers.map(({ path }) => path);
      const places = race.racers.map(({ name }) => NAMES.indexOf(name));
      drawMap(context, view, { landscape: race.landscape, start: race.setting.start, paths, places });
    },
  });
  const moveStart = (event) => {
    const point = pointAt(race.landscape, part.positionOf(event));
    race.change({ start: point.map((weight) => Number(weight.toFixed(3))) });
  };
  let pressed = false;
  const press = (event) => {
    pressed = event.type === "pointerdown";
    if (pressed) part.element.setPointerCapture(event.pointerId);
  };
  for (const type of ["pointerdown", "pointerup", "pointercancel"]) part.element.addEventListener(type, press);
  part.element.addEventListener("pointermove", (event) => pressed && moveStart(event));
  part.element.addEventListener("click", moveStart);
  part.element.classList.add("race-map");
  return { element: part.element, show: part.redraw };
}

/** The number of steps, and the buttons that change it. */
export function runControls(race) {
  const steps = slider({
    label: "Steps",
    min: 0,
    max: NUM_STEPS,
    step: 1,
    value: race.setting.step,
    onInput: (step) => race.change({ step }),
  });
  const advance = (count) => race.change({ step: Math.min(NUM_STEPS, race.setting.step + count) });
  let frames = 0;
  const run = runButton({
    limit: NUM_STEPS,
    step() {
      frames += 1;
      if (!race.isOver) advance(1 + Math.floor(frames / FRAMES_TO_SPEED_UP));
      return !race.isOver;
    },
    onStop: () => (frames = 0),
  });
  const one = button("Step", () => (run.stop(), advance(1)));
  const reset = button("Reset", () => (run.stop(), race.change({ step: 0 })));
  const buttons = group("Run the race", one, run.element, reset);
  return {
    element: element("div", { className: "demo-column" }, buttons, steps.element),
    show: () => (steps.value = race.setting.step),
  };
}

/** The two weights of the start as numbers. */
export function startFields(race) {
  const fields = WEIGHTS.map((name, index) => {
    const set = (weight) => {
      const wanted = Number.isNaN(weight) ? race.setting.start[index] : weight;
      const inside = Math.min(FARTHEST_START, Math.max(-FARTHEST_START, wanted));
      race.change({ start: race.setting.start.map((other, place) => (place === index ? inside : other)) });
    };
    const onKey = (event) => {
      const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!direction) return;
      event.preventDefault();
      set(Number((race.setting.start[index] + direction * START_STEP).toFixed(6)));
    };
    const limits = { min: -FARTHEST_START, max: FARTHEST_START, step: "any" };
    const label = `${name} of the start`;
    const input = element("input", { type: "number", ...limits, "aria-label": label, onkeydown: onKey });
    input.addEventListener("change", () => set(input.valueAsNumber));
    return input;
  });
  return {
    element: element("div", { className: "demo-field race-start" }, "Start", ...fields),
    show() {
      fields.forEach((input, index) => (input.value = Number(race.setting.start[index].toPrecision(6))));
    },
  };
}

/** A row for each optimizer: whether it runs, its learning rate, and what has become of it. */
export function racerRows(race) {
  const rows = NAMES.map((name, place) => racerRow(race, name, place));
  return {
    element: element("div", { className: "race-racers" }, ...rows.map((row) => row.element)),
    show: () => rows.forEach((row) => row.show()),
  };
}

function racerRow(race, name, place) {
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => race.changeRacer(name, box.checked ? race.rates[name] : undefined));
  const mark = element("span", { className: "race-mark" });
  mark.innerHTML = `<svg viewBox="-1.5 -1.5 3 3" aria-hidden="true"><path d="${markPath(place)}"/></svg>`;
  mark.style.setProperty("--racer", `var(--demo-racer-${place})`);
  const outcome = element("span", { className: "race-outcome" });
  const rate = slider({
    label: `learning rate of ${name}`,
    min: 0,
    max: RATES.length - 1,
    step: 1,
    value: nearestRate(race.rates[name]),
    format: () => formatSignificant(race.rates[name]),
    onInput: (index) => race.changeRacer(name, RATES[index]),
  });
  const label = element("label", { className: "race-name" }, box, mark, name);
  const row = element("div", { className: "race-racer", role: "group", "aria-label": name });
  row.append(label, outcome, rate.element);
  return {
    element: row,
    show() {
      const racer = race.racers.find((candidate) => candidate.name === name);
      box.checked = racer !== undefined;
      rate.input.disabled = racer === undefined;
      rate.value = nearestRate(race.rates[name]);
      outcome.textContent = racer ? outcomeOf(racer) : "not in the race";
    },
  };
}

function outcomeOf({ standing, arrival, loss }) {
  if (standing === "Arrived") return `arrived after ${arrival}`;
  return standing === "Diverged" ? "diverged" : `loss ${formatSignificant(loss, 3)}`;
}

/** The next step of one optimizer: its update rule, and below each line the rule with the numbers of both weights. */
export function arithmetic(race) {
  const part = choice({
    label: "The next step of",
    options: NAMES.map((name) => [name, name]),
    value: race.setting.explained,
    onChange: (explained) => race.change({ explained }),
  });
  const lines = element("dl", { className: "race-arithmetic" });
  const remark = element("p", { className: "demo-comment" });
  return {
    element: element("div", {}, part.element, lines, remark),
    show() {
      const { explained, start, step } = race.setting;
      const rule = RULES[explained];
      const assignments = explainStep(rule, race.landscape.gradient, start, race.rates[explained], step);
      const { before } = assignments[0];
      const isLost = before.some(({ weight }) => !Number.isFinite(weight));
      part.value = explained;
      lines.hidden = isLost;
      lines.replaceChildren(...gradientLines(before, step), ...assignments.flatMap(arithmeticLines));
      remark.textContent = isLost
        ? `${explained} has diverged, and its weights are no numbers: give it a smaller learning rate.`
        : epsilonIn(rule);
    },
  };
}

function epsilonIn({ assignments }) {
  return assignments.some(({ text }) => text.includes("ε")) ? `ε is ${formatSignificant(EPSILON)}.` : "";
}

function gradientLines(values, step) {
  const [first, second] = values.map(({ weight }) => formatSignificant(weight));
  const gradients = values.map(({ gradient }) => formatSignificant(gradient));
  return definition(`step ${step + 1}: gradient at (${first}, ${second})`, gradients);
}

function arithmeticLines({ name, text, before, results }) {
  const inWords = (formula) => formula.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const filled = before.map((values, index) => {
    return `${fillIn(text, values, formatFactor)} = ${formatSignificant(results[index])}`;
  });
  return definition(`${inWords(name)} = ${inWords(text)}`, filled);
}

/** Return a line, and below it what it is for each of the two weights. */
function definition(line, texts) {
  const details = texts.map((text, index) => element("dd", { textContent: `${WEIGHTS[index]}: ${text}` }));
  return [element("dt", { textContent: line }), ...details];
}

function formatFactor(value) {
  const text = formatSignificant(value);
  return value < 0 ? `(${text})` : text;
}

/** Where each optimizer stands, as a table. */
export function table(race) {
  const rowOf = ({ name, learningRate, point, loss, standing, arrival }) => {
    const numbers = [learningRate, ...point, loss].map((number) => formatSignificant(number, 6));
    return [name, ...numbers, standing === "Arrived" ? `${arrival}` : standing.toLowerCase()];
  };
  const part = dataTable({
    summary: "Where the optimizers stand, as a table",
    columns: ["optimizer", "learning rate", ...WEIGHTS, "loss", "arrived after"],
    rows: () => race.racers.map(rowOf),
  });
  return { element: part.element, show: part.refresh };
}
