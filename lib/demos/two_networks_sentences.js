// What the demo of the two networks says, in sentences.

import { answerOf } from "./tally.js";

/** What was done to the photo before the networks saw it. */
export function photoSentence({ name, width, height, remarks }, size) {
  return [`${name}: ${width} × ${height} pixels, squeezed to ${size} × ${size}.`, ...remarks].join(" ");
}

/** What each network says; `answers` has a list of probabilities for each of the `labels`. */
export function answerSentence(labels, classes, answers, milliseconds) {
  const said = answers.map((probabilities, i) => {
    const best = answerOf(probabilities);
    return `${labels[i]} says ${classes[best]} (${probabilities[best].toFixed(3)})`;
  });
  return `The network of ${said.join(", that of ")}. It took ${Math.round(milliseconds)} milliseconds.`;
}

/** Who was right how often; `counts` as summary() of tally.js gives it. */
export function tallySentence([first, second], pictures, counts) {
  return (
    `Pictures counted: ${pictures}. Both networks right: ${counts.both}, only ${first}: ${counts.first}, ` +
    `only ${second}: ${counts.second}, neither: ${counts.neither}.`
  );
}

/** What the rounding of the weights costs; `accuracies` has { images, int8, float } for each of the `labels`. */
export function accuracySentence(labels, accuracies) {
  const parts = labels.map((label, i) => {
    const { int8, float } = accuracies[i];
    return `${label} ${int8.toFixed(4)} (${float.toFixed(4)} before the rounding)`;
  });
  const images = accuracies[0].images.toLocaleString("en");
  return `Each weight is rounded to one byte. Right on the ${images} test images: ${parts.join(", ")}.`;
}
