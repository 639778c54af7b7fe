// How a demo gets its networks: their headers at once, their weights only when the reader asks.

import { readJson } from "./course_files.js";
import { assemble, button, element, group, notice } from "./shared.js";

/**
 * The JSON files of networks/ with these names. Where one does not arrive, the demo is only a sentence that says so,
 * and the result is null.
 */
export async function readAtStart({ model, el, title }, names) {
  try {
    return await Promise.all(names.map((name) => readJson(model, `networks/${name}.json`)));
  } catch (error) {
    const problem = notice();
    assemble(el, title, problem);
    problem.textContent = `${error.message} Then reload the page.`;
    return null;
  }
}

/**
 * The button that loads the networks of some headers, with their size and a bar of progress: { element, isLoaded }.
 * `onLoaded()` is called when all are there. When one does not arrive, a sentence says so, and the button stays.
 */
export function networkLoader({ text, headers, networks, onLoaded }) {
  const total = headers.reduce((sum, { bytes }) => sum + bytes, 0);
  const progress = element("progress", { max: total, value: 0, "aria-label": "Loading" });
  const problem = notice();
  const loader = { isLoaded: false, element: element("div") };

  async function loadAll() {
    press.disabled = true;
    progress.style.visibility = "visible";
    problem.textContent = "";
    try {
      let before = 0;
      for (const header of headers) {
        await networks.load(header, (arrived) => (progress.value = before + arrived));
        before += header.bytes;
      }
      loader.isLoaded = true;
      press.textContent = "Loaded";
      onLoaded();
    } catch (error) {
      press.disabled = false;
      problem.textContent = error.message;
    }
    progress.style.visibility = "hidden";
  }

  const press = button(`${text} (${(total / 1e6).toFixed(1)} MB)`, loadAll);
  progress.style.visibility = "hidden";
  loader.element.append(group("Networks", press, progress), problem);
  return loader;
}
