// Two networks, your picture: a picture, shrunk as the chapters do it, and the answers of the course's two networks.
// The state from Python is { classes, photos, start: { photo, rule } }.

import { answerTable } from "./answer_table.js";
import { coursePhotoInput } from "./course_photos.js";
import { oneOf } from "./link_state.js";
import { startNetworks } from "./network_client.js";
import { networkLoader, readAtStart } from "./network_loader.js";
import { drawPhoto, drawPixels } from "./photo_view.js";
import { RULES, squeeze } from "./resize.js";
import * as parts from "./shared.js";
import { answerOf, count, emptyTally, summary } from "./tally.js";
import { testImages } from "./test_images.js";
import { accuracySentence, answerSentence, photoSentence, tallySentence } from "./two_networks_sentences.js";

const NAMES = ["dnn", "transfer"];
const LABELS = ["chapter 10", "chapter 11"];
const NONE_OF_THEM = "none of these ten";
const SIZE = 32;
const COMMENTS = {
  chelsea: "Try this: change the rule for shrinking. How much do the answers move? The slides use nearest.",
  coffee: "Try this: nearest, then box. A cup is none of the ten classes, but a network must choose one.",
  rocket: "Try this: guess first. Which of the ten classes looks most like a rocket in 32 × 32 pixels?",
  camera: "Try this: compare the two networks. Which one is more sure of an answer that cannot be right?",
};

class TwoNetworks {
  constructor({ model, el, headers, accuracies }) {
    const { classes, photos, start } = model.get("state");
    Object.assign(this, { classes, start, photo: null, small: null, answers: null, milliseconds: 0 });
    this.tally = emptyTally;
    this.isCounted = false;
    this.asked = 0; // an answer that comes late must not stand beside a newer picture
    this.networks = startNetworks(model);
    this.nextTestImage = testImages(model, classes);
    this.link = parts.linkedState({
      model,
      name: "networks",
      fields: { photo: oneOf(Object.keys(photos)), rule: oneOf(RULES) },
      el,
      onChange: () => this.followLink(),
    });
    this.loader = networkLoader({
      text: "Load the two networks",
      headers,
      networks: this.networks,
      onLoaded: () => this.ask(),
    });
    this.input = coursePhotoInput({
      model,
      files: photos,
      comments: COMMENTS,
      onPhoto: (photo, key) => this.take(photo, key),
      onProblem: (error) => (this.problem.textContent = error.message),
    });
    this.accuracies = parts.element("p", {
      className: "demo-comment",
      textContent: accuracySentence(LABELS, accuracies),
    });
    this.pictures();
    this.controls();
    this.answer = parts.readout({ lines: 5, narrowLines: 6 });
    this.counts = parts.readout({ lines: 2, narrowLines: 3 });
    this.problem = parts.notice();
  }

  pictures() {
    this.original = parts.canvas({
      label: "Your picture",
      draw: (context, box) => this.photo && drawPhoto(context, box, this.photo),
    });
    this.shrunk = parts.canvas({
      label: `The picture as the networks see it, ${SIZE} × ${SIZE} pixels`,
      draw: (context, box) => this.small && drawPixels(context, box, this.small),
    });
    this.table = answerTable({ classes: this.classes, columns: LABELS });
    this.log = parts.dataTable({
      summary: "The pictures counted",
      columns: ["picture", "shows", ...LABELS],
      rows: () => this.tally.map(({ name, truth, answers }) => [name, truth, ...answers]),
    });
  }

  controls() {
    this.rule = parts.choice({
      label: "Rule for shrinking",
      options: RULES.map((name) => [name, name]),
      value: this.start.rule,
      onChange: () => this.shrink(),
    });
    this.truth = parts.choice({
      label: "It shows",
      options: [["", "choose"], ...[...this.classes, NONE_OF_THEM].map((name) => [name, name])],
      value: "",
      onChange: () => this.show(),
    });
    this.testImage = parts.button("Next test image", () => this.input.take(this.nextTestImage()));
    this.countIt = parts.button("Count it", () => this.countPicture());
    this.reset = parts.button("Reset", () => this.startAgain());
  }

  /** The elements of the demo in their order. */
  elements() {
    const pair = parts.element("div", { className: "demo-pair" }, this.original.element, this.shrunk.element);
    const counting = parts.group("What does it show?", this.truth.element, this.countIt, this.reset);
    return [
      this.loader.element,
      this.accuracies,
      this.input.element,
      parts.group("Test images of CIFAR-10", this.testImage),
      parts.columns(
        [pair, this.rule.element, this.answer, this.problem],
        [this.table.element, counting, this.counts, this.log.element],
      ),
    ];
  }

  async followLink() {
    const { values, problems } = this.link.read();
    this.rule.value = values.rule ?? this.start.rule;
    await this.input.show(values.photo ?? this.start.photo);
    if (problems.length) this.problem.textContent = problems.join(" ");
  }

  take(photo, key) {
    this.photo = { ...photo, key };
    this.truth.value = photo.truth ?? "";
    this.shrink();
  }

  shrink() {
    this.problem.textContent = "";
    this.small = squeeze(this.photo, SIZE, this.rule.value);
    this.link.write({ ...(this.photo.key && { photo: this.photo.key }), rule: this.rule.value });
    this.original.redraw();
    this.shrunk.redraw();
    this.ask();
  }

  async ask() {
    this.answers = null;
    this.isCounted = false;
    const mine = (this.asked += 1);
    this.show();
    if (!this.loader.isLoaded || !this.small) return;
    const start = performance.now();
    try {
      const answers = [];
      for (const name of NAMES) answers.push(await this.networks.run(name, this.small));
      if (mine !== this.asked) return;
      this.answers = answers;
      this.milliseconds = performance.now() - start;
      this.show();
    } catch (error) {
      this.problem.textContent = error.message;
    }
  }

  show() {
    this.table.show(this.answers);
    this.answer.textContent = [this.photo && photoSentence(this.photo, SIZE), this.state()].filter(Boolean).join(" ");
    this.countIt.disabled = !this.answers || !this.truth.value || this.isCounted;
    this.counts.textContent = tallySentence(LABELS, this.tally.length, summary(this.tally));
    this.log.refresh();
  }

  state() {
    if (!this.loader.isLoaded) return "Load the networks to get their answers.";
    if (!this.answers) return "The networks are at work.";
    return answerSentence(LABELS, this.classes, this.answers, this.milliseconds);
  }

  countPicture() {
    const answers = this.answers.map((probabilities) => this.classes[answerOf(probabilities)]);
    const name = `${this.photo.name} (${this.rule.value})`;
    this.tally = count(this.tally, { name, truth: this.truth.value, answers });
    this.isCounted = true;
    this.show();
  }

  startAgain() {
    this.tally = emptyTally;
    this.rule.value = this.start.rule;
    this.input.show(this.start.photo);
  }
}

export default {
  async render({ model, el }) {
    const title = "Two networks, your picture";
    const files = await readAtStart({ model, el, title }, ["accuracy", ...NAMES]);
    if (!files) return undefined;
    const [accuracy, ...headers] = files;
    const demo = new TwoNetworks({ model, el, headers, accuracies: NAMES.map((name) => accuracy[name]) });
    demo.show();
    demo.input.listenOn(parts.assemble(el, title, ...demo.elements()));
    demo.followLink();
    return () => demo.networks.stop();
  },
};
