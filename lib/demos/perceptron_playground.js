// The perceptron playground: points of two classes, and three units that learn them step by step.
// The state from Python is { presets }, see perceptron_session.js.

import { formatNumber } from "./formats.js";
import { answerTo, learners } from "./perceptron_learners.js";
import { drawPlane } from "./perceptron_plot.js";
import { EDGE, MOST_POINTS, pointAt, withoutNearest, withPoint } from "./perceptron_points.js";
import * as sessions from "./perceptron_session.js";
import * as parts from "./shared.js";

const PRESETS = {
  given: {
    label: "the chapter's points",
    comment: "Try this: press Next mistake, read the arithmetic, and watch the line jump. Does every change help?",
  },
  separable: {
    label: "a wide margin",
    comment: "Try this: press Next mistake until the rule stops. How many corrections does it need?",
  },
  narrow: {
    label: "a narrow margin",
    comment: "Try this: run the rule, and compare its mistakes with those on the wide margin.",
  },
  xor: {
    label: "XOR",
    comment: "Try this: run the rule, and pause it: it never stops. Then choose the hidden layer, and run again.",
  },
  moons: {
    label: "two moons",
    comment: "Try this: let the sigmoid find its best line. Then choose the hidden layer, and run again.",
  },
};
const ACTIONS = {
  circle: { label: "adds a circle (class 0)", change: (data, place) => withPoint(data, place, 0) },
  square: { label: "adds a square (class 1)", change: (data, place) => withPoint(data, place, 1) },
  remove: { label: "removes the nearest point", change: withoutNearest },
};
const CAPTION =
  "Circles are class 0, squares class 1. The arrow points to where the unit fires. The ring is around the last point, " +
  "and the thin line is the unit before its last change.";
const CROSS_STEP = 1 / 16;

class Playground {
  constructor(model, el) {
    const { presets } = model.get("state");
    this.session = sessions.startSession(presets);
    this.link = parts.linkedState({
      model,
      name: "perceptron",
      fields: sessions.linkFields(presets),
      el,
      onChange: () => this.followLink(),
    });
    this.picture = parts.canvas({
      label: "The plane of the two inputs: the points, what the unit answers, and its boundary. The tables hold the numbers.",
      draw: (context, size) => this.draw(context, size),
    });
    this.numbers = parts.element("p", { className: "demo-readout" });
    this.answer = parts.readout({ lines: 7 });
    this.warning = parts.notice();
    this.tables = [this.pointTable(), this.weightTable()];
    this.settingControls(presets);
    this.trainingControls();
    this.pointControls();
  }

  /** Return the elements of the playground in their order. */
  elements() {
    const { preset, unit, rate, hidden, newStart, step, nextMistake, run, reset, action, first, second, apply, clear } = this;
    const caption = parts.element("p", { className: "demo-comment", textContent: CAPTION });
    const left = [
      this.picture.element,
      parts.group("Training", step, nextMistake, run.element, reset),
      this.numbers,
      caption,
    ];
    const right = [
      this.answer,
      preset.element,
      unit.element,
      parts.group("Network", hidden.element, newStart),
      rate.element,
      this.warning,
      parts.group("Place points", action.element, first.element, second.element, apply, clear),
    ];
    return [parts.columns(left, right), ...this.tables.map((table) => table.element)];
  }

  settingControls(presets) {
    const { settings } = this.session;
    const shown = Object.fromEntries(Object.keys(presets).map((key) => [key, PRESETS[key]]));
    const units = Object.entries(learners).map(([key, { label }]) => [key, label]);
    const [least, most] = sessions.LIMITS.rate.map(Math.log10);
    this.preset = parts.presetChoice({
      label: "Points",
      presets: shown,
      value: settings.preset,
      onChoose: (preset) => this.change({ preset, points: null }),
    });
    this.unit = parts.choice({ label: "Unit", options: units, value: settings.unit, onChange: (unit) => this.change({ unit }) });
    this.rate = parts.slider({
      label: "Learning rate",
      min: least,
      max: most,
      step: 0.1,
      value: Math.log10(settings.rate),
      format: (exponent) => formatNumber(10 ** exponent),
      onInput: (exponent) => this.change({ rate: Number((10 ** exponent).toPrecision(3)) }),
    });
    this.hidden = parts.slider({
      label: "Hidden units",
      min: sessions.LIMITS.hidden[0],
      max: sessions.LIMITS.hidden[1],
      step: 1,
      value: settings.hidden,
      onInput: (hidden) => this.change({ hidden }),
    });
    this.newStart = parts.button("Other random weights", () =>
      this.change({ start: (this.session.settings.start + 1) % (sessions.LIMITS.start[1] + 1) }),
    );
  }

  trainingControls() {
    this.step = parts.button("Step", () => this.advance(() => true));
    this.nextMistake = parts.button("Next mistake", () => this.advance(({ last }) => last.error !== 0));
    this.run = parts.runButton({ step: () => this.runFrame(), onStop: () => this.report() });
    this.reset = parts.button("Reset", () => this.startAgain());
  }

  pointControls() {
    const options = Object.entries(ACTIONS).map(([key, { label }]) => [key, label]);
    const coordinate = (label) =>
      parts.slider({
        label,
        min: -EDGE,
        max: EDGE,
        step: CROSS_STEP,
        value: 0,
        format: (value) => formatNumber(value, 3),
        onInput: () => this.picture.redraw(),
      });
    this.action = parts.choice({ label: "A click", options, value: "circle", onChange: () => {} });
    [this.first, this.second] = [coordinate("Cross, first input"), coordinate("Cross, second input")];
    this.apply = parts.button("Click at the cross", () => this.place([this.first.value, this.second.value]));
    this.clear = parts.button("Remove all", () => this.change({ points: { points: [], labels: [] } }));
    this.picture.element.addEventListener("click", (event) => this.place(pointAt(this.picture.positionOf(event))));
  }

  /** Take over the settings of the page's address; what makes no sense is ignored, with a sentence. */
  followLink() {
    const { values, problems } = this.link.read();
    this.session = sessions.changed(sessions.startSession(this.session.presets), values);
    this.startAgain();
    this.warning.textContent = problems.join(" ");
  }

  change(changes) {
    this.session = sessions.changed(this.session, changes);
    this.link.write(sessions.linkValues(this.session));
    this.warning.textContent = "";
    if ("rate" in changes) this.show();
    else this.startAgain();
  }

  startAgain() {
    this.run.stop();
    this.session = sessions.restarted(this.session);
    this.report();
  }

  place(place) {
    const { points, labels } = ACTIONS[this.action.value].change(sessions.dataOf(this.session), place);
    if (points.length <= MOST_POINTS) this.change({ points: { points, labels } });
    else this.warning.textContent = `${MOST_POINTS} points are the most. Remove one before you add another.`;
  }

  /** Take steps until `isEnough(training)` or until the training is over, and say what the last one did. */
  advance(isEnough) {
    this.run.stop();
    do this.session = sessions.stepped(this.session);
    while (!sessions.isOver(this.session) && !isEnough(this.session.training));
    this.report();
  }

  /** Take the steps of one frame; return false when the training is over. */
  runFrame() {
    for (let count = 0; count < sessions.learnerOf(this.session).stepsPerFrame; count += 1) {
      if (sessions.isOver(this.session)) return false;
      this.session = sessions.stepped(this.session);
    }
    this.show();
    return !sessions.isOver(this.session);
  }

  report() {
    const { training } = this.session;
    const count = sessions.dataOf(this.session).points.length;
    const start = count ? `${count} points. No step is taken yet.` : "There is no point: place one, or choose points.";
    this.answer.textContent = training.last ? sessions.learnerOf(this.session).describe(training) : start;
    this.show();
  }

  show() {
    const { settings, training } = this.session;
    const learner = sessions.learnerOf(this.session);
    const lines = learner.numbers(training, sessions.dataOf(this.session));
    this.numbers.replaceChildren(...lines.flatMap((line) => [line, parts.element("br")]));
    this.preset.value = settings.preset;
    this.unit.value = settings.unit;
    this.rate.value = Math.log10(settings.rate);
    this.hidden.value = settings.hidden;
    this.rate.element.hidden = settings.unit === "threshold";
    this.nextMistake.hidden = settings.unit !== "threshold";
    this.hidden.element.parentElement.hidden = settings.unit !== "hidden";
    for (const control of [this.step, this.nextMistake, this.run.element]) control.disabled = sessions.isOver(this.session);
    for (const table of this.tables) table.refresh();
    this.picture.redraw();
  }

  draw(context, size) {
    const { training } = this.session;
    const learner = sessions.learnerOf(this.session);
    const before = learner.before(training);
    drawPlane(context, size, {
      ...sessions.dataOf(this.session),
      sumAt: (point) => learner.sum(training, point),
      sumBefore: before && ((point) => learner.sum(before, point)),
      isThreshold: learner === learners.threshold,
      direction: learner.direction(training),
      current: training.last?.index,
      cross: [this.first.value, this.second.value],
    });
  }

  pointTable() {
    const row = (point, label, index) => {
      const sum = sessions.learnerOf(this.session).sum(this.session.training, point);
      return [index + 1, ...point.map((value) => formatNumber(value, 3)), label, formatNumber(sum, 4), answerTo(sum)];
    };
    return parts.dataTable({
      summary: "All points and answers",
      columns: ["point", "first input", "second input", "class", "sum", "answer"],
      rows: () => {
        const { points, labels } = sessions.dataOf(this.session);
        return points.map((point, index) => row(point, labels[index], index));
      },
    });
  }

  weightTable() {
    return parts.dataTable({
      summary: "All weights",
      columns: ["unit", "weights", "bias"],
      rows: () => sessions.learnerOf(this.session).weights(this.session.training),
    });
  }
}

function render({ model, el }) {
  const playground = new Playground(model, el);
  parts.assemble(el, "Perceptron playground", ...playground.elements());
  playground.followLink();
}

export default { render };
