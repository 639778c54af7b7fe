// What the reader has set in the perceptron playground, and how far the training has come; without a page.
// A session is { presets, settings, training }. settings.points is null as long as the preset's points are unchanged.

import { numberFrom, oneOf, wholeNumberFrom } from "./link_state.js";
import { learners } from "./perceptron_learners.js";
import { decodePoints, pointsField } from "./perceptron_points.js";

/** The limits of the settings. */
export const LIMITS = { rate: [0.01, 10], hidden: [1, 8], start: [0, 999] };

/** Return a session at its start; `presets` is the state from Python: { numbers, bound } for each key. */
export function startSession(presets) {
  const preset = Object.keys(presets)[0];
  const settings = { preset, unit: "threshold", rate: 1, hidden: 4, start: 0, points: null };
  return restarted({ presets, settings });
}

/** Return the session with its training at the start again. */
export function restarted(session) {
  const { hidden, start } = session.settings;
  return { ...session, training: learnerOf(session).start({ hiddenUnits: hidden, seed: start }) };
}

/** Return the session with other settings. The training starts again, unless only its rate is another. */
export function changed(session, changes) {
  const next = { ...session, settings: { ...session.settings, ...changes } };
  return Object.keys(changes).every((key) => key === "rate") ? next : restarted(next);
}

/** Return the session one step further. */
export function stepped(session) {
  return { ...session, training: learnerOf(session).step(session.training, dataOf(session), session.settings.rate) };
}

/** Return true when there is nothing to learn from, or nothing more to learn. */
export function isOver(session) {
  return dataOf(session).points.length === 0 || learnerOf(session).isFinished(session.training);
}

/** Return the learner that is chosen. */
export function learnerOf({ settings }) {
  return learners[settings.unit];
}

/** Return { points, labels, bound }; the bound on Rosenblatt's mistakes is null where none is known. */
export function dataOf({ presets, settings }) {
  if (settings.points) return { ...settings.points, bound: null };
  const { numbers, bound } = presets[settings.preset];
  return { ...decodePoints(numbers), bound };
}

/** Return the fields of a link to a session, see link_state.js. */
export function linkFields(presets) {
  return {
    preset: oneOf(Object.keys(presets)),
    unit: oneOf(Object.keys(learners)),
    rate: numberFrom(...LIMITS.rate),
    hidden: wholeNumberFrom(...LIMITS.hidden),
    start: wholeNumberFrom(...LIMITS.start),
    points: pointsField,
  };
}

/** Return the settings that a link must hold: the unit and what it uses, and the points or the preset's name. */
export function linkValues({ settings }) {
  const { preset, unit, rate, hidden, start, points } = settings;
  return {
    preset,
    unit,
    ...(unit === "threshold" ? {} : { rate }),
    ...(unit === "hidden" ? { hidden, start } : {}),
    ...(points ? { points } : {}),
  };
}
