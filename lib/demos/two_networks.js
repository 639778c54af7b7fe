// Demo: the reader's picture, shrunk as the chapters do it, and the answers of the course's two networks.

import { startNetworks } from "./network_client.js";
import { networkLoader } from "./network_loader.js";
import { photoInput } from "./photo_input.js";
import { drawPhoto, drawPixels } from "./photo_view.js";
import { answerTable } from "./answer_table.js";
import { RULES, squeeze } from "./resize.js";
import { assemble, button, canvas, choice, columns, dataTable, element, group, linkedState, notice, readout } from "./shared.js";
import { oneOf } from "./link_state.js";
import { testImages } from "./test_images.js";
import { answerOf, count, emptyTally, summary } from "./tally.js";

const SIZE = 32;
const NONE = "none of these ten";

export default {
  render({ model, el }) {
    const { classes, networks: described, photos, start, accuracies } = model.get("state");
    const networks = startNetworks(model);
    const names = Object.keys(described);
    const labels = names.map((name) => described[name].label);
    let photo = null; // as openPhoto gives it
    let small = null; // the photo as the networks see it
    let answers = null; // for each network ten probabilities
    let milliseconds = 0;
    let counted = false;
    let tally = emptyTally;
    let asked = 0; // an answer that comes late must not stand beside a newer picture

    const problem = notice();
    const said = readout({ lines: 5, narrowLines: 6 });
    const counts = readout({ lines: 2, narrowLines: 3 });
    const fields = { photo: oneOf(Object.keys(photos)), rule: oneOf(RULES) };
    const link = linkedState({ model, name: "networks", fields, el, onChange: followLink });

    const loader = networkLoader({
      text: "Load the two networks",
      files: Object.fromEntries(names.map((name) => [name, described[name].bytes])),
      networks,
      onLoaded: ask,
    });
    const input = photoInput({ model, photos, onPhoto: take, onProblem: tell });
    const nextTestImage = testImages(model, classes);
    const rule = choice({
      label: "Rule for shrinking",
      options: RULES.map((name) => [name, name]),
      value: start.rule,
      onChange: shrink,
    });
    const original = canvas({ label: "Your picture", draw: (context, box) => photo && drawPhoto(context, box, photo) });
    const shrunk = canvas({
      label: `The picture as the networks see it, ${SIZE} × ${SIZE} pixels`,
      draw: (context, box) => small && drawPixels(context, box, small),
    });
    const table = answerTable({ classes, columns: labels });
    const truth = choice({
      label: "It shows",
      options: [["", "choose"], ...[...classes, NONE].map((name) => [name, name])],
      value: "",
      onChange: () => show(),
    });
    const countButton = button("Count it", countPicture);
    const log = dataTable({
      summary: "The pictures counted",
      columns: ["picture", "shows", ...labels],
      rows: () => tally.map(({ name, truth, answers }) => [name, truth, ...answers]),
    });

    async function followLink() {
      const { values, problems } = link.read();
      rule.value = values.rule ?? start.rule;
      await input.show(values.photo ?? start.photo);
      if (problems.length) problem.textContent = problems.join(" ");
    }

    function take(opened, key) {
      photo = { ...opened, key };
      truth.value = opened.truth ?? "";
      shrink();
    }

    function shrink() {
      problem.textContent = "";
      small = squeeze(photo, SIZE, rule.value);
      link.write({ ...(photo.key && { photo: photo.key }), rule: rule.value });
      original.redraw();
      shrunk.redraw();
      ask();
    }

    async function ask() {
      answers = null;
      counted = false;
      const mine = (asked += 1);
      show();
      if (!loader.loaded || !small) return;
      const start = performance.now();
      try {
        const given = [];
        for (const name of names) given.push(await networks.run(name, small));
        if (mine !== asked) return;
        answers = given;
        milliseconds = Math.round(performance.now() - start);
        show();
      } catch (error) {
        tell(error);
      }
    }

    function show() {
      table.show(answers);
      said.textContent = [photo && describePhoto(), describeAnswers()].filter(Boolean).join(" ");
      countButton.disabled = !answers || !truth.value || counted;
      const { both, first, second, neither } = summary(tally);
      counts.textContent =
        `Pictures counted: ${tally.length}. Both networks right: ${both}, only ${labels[0]}: ${first}, ` +
        `only ${labels[1]}: ${second}, neither: ${neither}.`;
      log.refresh();
    }

    function describePhoto() {
      return [`${photo.name}: ${photo.width} × ${photo.height} pixels, squeezed to ${SIZE} × ${SIZE}.`, ...photo.remarks].join(" ");
    }

    function describeAnswers() {
      if (!loader.loaded) return "Load the networks to get their answers.";
      if (!answers) return "The networks are at work.";
      const said = answers.map((probabilities, i) => {
        const best = answerOf(probabilities);
        return `${labels[i]} says ${classes[best]} (${probabilities[best].toFixed(3)})`;
      });
      return `The network of ${said.join(", that of ")}. It took ${milliseconds} milliseconds.`;
    }

    function countPicture() {
      const said = answers.map((probabilities) => classes[answerOf(probabilities)]);
      tally = count(tally, { name: `${photo.name} (${rule.value})`, truth: truth.value, answers: said });
      counted = true;
      show();
    }

    function tell(error) {
      problem.textContent = error.message;
    }

    function reset() {
      tally = emptyTally;
      problem.textContent = "";
      rule.value = start.rule;
      input.show(start.photo);
    }

    const root = assemble(
      el,
      "Two networks, your picture",
      element("p", { textContent: "Your picture stays in this browser. Nothing is uploaded." }),
      loader.element,
      element("p", { className: "demo-comment", textContent: accuracies }),
      input.element,
      group("Test images of CIFAR-10", button("Next test image", () => input.take(nextTestImage()))),
      columns(
        [element("div", { className: "demo-pair" }, original.element, shrunk.element), rule.element, said, problem],
        [table.element, group("What does it show?", truth.element, countButton, button("Reset", reset)), counts, log.element],
      ),
    );
    show();
    input.listenOn(root);
    followLink();
    return () => networks.stop();
  },
};
