// The optimizer race of chapter 04: eight optimizers run down a landscape of two weights.

import { oneOf } from "./link_state.js";
import { FIELDS, Race } from "./race.js";
import * as raceParts from "./race_parts.js";
import { PRESETS } from "./race_presets.js";
import { assemble, columns, linkedState, notice, readout } from "./shared.js";

const PAUSE = 250; // milliseconds without a change, after which the read-out speaks and the link is written

export default {
  render({ model, el }) {
    const race = new Race({ given: givenPreset(model.get("state")), ...PRESETS });
    const fields = { preset: oneOf(Object.keys(race.presets)), ...FIELDS };
    const link = linkedState({ model, name: "race", fields, el, onChange: openLink });
    const problem = notice();
    const answer = readout({ lines: 4, narrowLines: 7 });
    const top = [raceParts.presets(race), raceParts.landscapeChoice(race)];
    const left = [raceParts.raceMap(race), raceParts.runControls(race), raceParts.startFields(race)];
    const right = [raceParts.racerRows(race)];
    const explained = raceParts.arithmetic(race);
    const positions = raceParts.table(race);
    const parts = [...top, ...left, ...right, explained, positions];
    let opened; // the setting that the page was opened with, which needs no link
    let waiting;

    function update() {
      for (const part of parts) part.show();
      clearTimeout(waiting);
      waiting = setTimeout(settle, PAUSE);
    }

    function settle() {
      answer.textContent = race.report();
      if (race.setting !== opened) link.write({ preset: race.preset, ...race.setting });
    }

    function openLink() {
      const { values, problems } = link.read();
      const { preset = "given", ...setting } = values;
      problem.textContent = problems.join(" ");
      race.choose(preset, setting);
      opened = race.setting;
    }

    const elements = (some) => some.map(({ element }) => element);
    const body = columns(elements(left), elements(right));
    assemble(el, "Optimizer race", ...elements(top), problem, body, explained.element, answer, positions.element);
    race.onChange = update;
    openLink();
    settle();
  },
};

function givenPreset(state) {
  return {
    label: "the setting of this page",
    comment: "Try this: drag the start across the map, or press Reset and Run. Who is led astray?",
    ...state,
  };
}
