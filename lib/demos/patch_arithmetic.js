// The arithmetic of a kernel at one place, as four parts in a row: the patch, the weights, their products, and the sum.

import { productsOf, sumOf } from "./convolution.js";
import { formatBriefly } from "./formats.js";
import { shadeOf, textColourOn } from "./picture_canvas.js";
import { element } from "./shared.js";

const ROWS = [0, 1, 2];

/**
 * Return the four parts: { element, show }. The reader can change the weights, from -`largest` to `largest`;
 * `onKernel(rows)` gets them, `onProblem(sentence)` what is wrong with one.
 * `show({ patch, kernel, levels })` fills in a patch as of patchAt, the kernel, and the numbers shown black and white.
 */
export function patchArithmetic({ largest, onKernel, onProblem }) {
  const patchTable = numberTable("patch");
  const productTable = numberTable("products");
  const editor = kernelEditor({ largest, onKernel, onProblem });
  const sum = element("span", { className: "demo-sum" });
  const show = ({ patch, kernel, levels }) => {
    const products = productsOf(patch, kernel);
    patchTable.show(patch.map((row) => row.map((cell) => shadedCell(cell, levels))));
    editor.show(kernel);
    productTable.show(products.map((row) => row.map(signedCell)));
    sum.textContent = formatBriefly(sumOf(products));
  };
  const parts = [patchTable.element, sign("×"), editor.element, sign("="), productTable.element, sign("sum"), sum];
  return { element: element("div", { className: "demo-arithmetic" }, ...parts), show };
}

function kernelEditor({ largest, onKernel, onProblem }) {
  const inputs = ROWS.map((row) => ROWS.map((column) => weightInput(row, column, largest)));
  const body = element("tbody", {}, ...inputs.map((row) => element("tr", {}, ...row.map((input) => cellWith(input)))));
  body.addEventListener("input", () => {
    if (inputs.flat().every((input) => input.value !== "" && input.validity.valid)) {
      onKernel(inputs.map((row) => row.map((input) => input.valueAsNumber)));
    } else {
      onProblem(`A weight is a number from −${largest} to ${largest}; until it is one, the last one stays.`);
    }
  });
  const show = (kernel) =>
    inputs.flat().forEach((input, index) => {
      const weight = kernel.flat()[index];
      if (input.valueAsNumber !== weight) input.value = weight;
    });
  return { element: table("weights", body), show };
}

function weightInput(row, column, largest) {
  const label = `weight, row ${row}, column ${column}`;
  return element("input", { type: "number", min: -largest, max: largest, step: "any", "aria-label": label });
}

function numberTable(caption) {
  const cells = ROWS.map(() => ROWS.map(() => element("td")));
  const body = element("tbody", {}, ...cells.map((row) => element("tr", {}, ...row)));
  const show = (rows) =>
    rows.flat().forEach(({ text, className, background = "", color = "" }, index) => {
      const cell = cells.flat()[index];
      cell.textContent = text;
      cell.className = className;
      Object.assign(cell.style, { background, color });
    });
  return { element: table(caption, body), show };
}

function shadedCell({ value, inside }, levels) {
  const text = cellText(value);
  if (!inside) return { text, className: "demo-outside" };
  const shade = shadeOf(value, levels);
  return { text, className: "", background: `rgb(${shade} ${shade} ${shade})`, color: textColourOn(shade) };
}

function signedCell(value) {
  const className = value > 0 ? "demo-positive" : value < 0 ? "demo-negative" : "";
  return { text: cellText(value), className };
}

/** A number that fits into a cell: a large one with one decimal. */
function cellText(value) {
  return formatBriefly(value, Math.abs(value) < 1000 ? 2 : 1);
}

function table(caption, body) {
  return element("table", { className: "demo-numbers" }, element("caption", { textContent: caption }), body);
}

function cellWith(input) {
  return element("td", {}, input);
}

function sign(text) {
  return element("span", { className: "demo-sign", textContent: text });
}
