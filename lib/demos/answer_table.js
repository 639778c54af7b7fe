// The answers of networks: a table of probabilities with a bar behind each number.

import { element } from "./shared.js";

/**
 * The table: { element, show }, a row for each class, a column for each network.
 * `show(answers)` takes a list of probabilities for each network, or null when there is no answer.
 */
export function answerTable({ classes, columns }) {
  const cells = classes.map(() => columns.map((_, i) => element("td", { className: `demo-bar demo-bar-${i}` })));
  const titles = ["class", ...columns].map((text) => element("th", { scope: "col", textContent: text }));
  const rows = classes.map((name, i) => {
    return element("tr", {}, element("th", { scope: "row", textContent: name }), ...cells[i]);
  });
  const caption = element("caption", { textContent: "Probability of each class" });
  const table = element(
    "table",
    { className: "demo-answers" },
    caption,
    element("thead", {}, element("tr", {}, ...titles)),
    element("tbody", {}, ...rows),
  );

  function show(answers) {
    cells.forEach((row, i) =>
      row.forEach((cell, network) => {
        const probability = answers?.[network][i];
        cell.textContent = probability?.toFixed(3) ?? "–";
        cell.style.setProperty("--share", probability ?? 0);
        cell.classList.toggle("demo-best", answers !== null && probability === Math.max(...answers[network]));
      }),
    );
  }

  show(null);
  return { element: table, show };
}
