// The button that loads networks, with their size and a bar of progress: nothing large is loaded unasked.

import { button, element, group, notice } from "./shared.js";

/**
 * The button: { element, loaded }. `files` maps the names of networks to their sizes in bytes.
 * `onLoaded()` is called when all are there. When one does not arrive, a sentence says so and the button can be pressed
 * again.
 */
export function networkLoader({ text, files, networks, onLoaded }) {
  const total = Object.values(files).reduce((a, b) => a + b);
  const progress = element("progress", { max: total, value: 0, "aria-label": "Loading" });
  const problem = notice();
  const loader = { loaded: false, element: element("div") };

  async function loadAll() {
    press.disabled = true;
    progress.style.visibility = "visible";
    problem.textContent = "";
    try {
      let before = 0;
      for (const [name, bytes] of Object.entries(files)) {
        await networks.load(name, (arrived) => (progress.value = before + arrived));
        before += bytes;
        progress.value = before;
      }
      loader.loaded = true;
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
