// The parts that the demos are built from. Every control is one of the browser's own.

import { hasPart, readLink, writeLink } from "./link_state.js";

let identifiers = 0;

/** Return a new element; `properties` are set on it, or as attributes where their name has a hyphen or is `role`. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** Fill `el` with the demo's parts: its title, and the parts in their order. Returns the root of the demo. */
export function assemble(el, title, ...parts) {
  const root = element("section", { className: "demo", "aria-label": title }, heading(title), ...parts);
  el.replaceChildren(root);
  return root;
}

/** Return a row of controls under a name. */
export function group(name, ...controls) {
  return element("div", { className: "demo-group", role: "group", "aria-label": name }, ...controls);
}

/** Return two columns, which lie below each other where there is little room. */
export function columns(left, right) {
  const column = (parts) => element("div", { className: "demo-column" }, ...parts);
  return element("div", { className: "demo-columns" }, column(left), column(right));
}

/** Return a button. */
export function button(text, onClick) {
  return element("button", { type: "button", textContent: text, onclick: onClick });
}

/**
 * Return a labelled range that shows its value: { element, input, value }, where `value` can be set.
 * `format` turns the value into the text that readers see and hear.
 */
export function slider({ label, min, max, step, value, format = String, onInput }) {
  const input = element("input", { type: "range", min, max, step, value, id: identifier() });
  const shown = element("span", { className: "demo-value", "aria-hidden": "true" });
  const show = () => {
    shown.textContent = format(input.valueAsNumber);
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.addEventListener("input", () => {
    show();
    onInput(input.valueAsNumber);
  });
  show();
  return withValue(labelled(label, input, shown), input, show, () => input.valueAsNumber);
}

/** Return a labelled select: { element, input, value }; `options` is a list of [value, text]. */
export function choice({ label, options, value, onChange }) {
  const input = element("select", { id: identifier() });
  input.append(...options.map(([key, text]) => element("option", { value: key, textContent: text })));
  input.value = value;
  input.addEventListener("change", () => onChange(input.value));
  return withValue(labelled(label, input), input, () => {}, () => input.value);
}

/**
 * Return a select of settings to try, each with its sentence: { element, input, value }.
 * `presets` maps a key to { label, comment, ... }; `onChoose(key)` is called when the reader chooses one.
 */
export function presetChoice({ label = "Try", presets, value, onChoose }) {
  const comment = element("p", { className: "demo-comment" });
  const options = Object.entries(presets).map(([key, preset]) => [key, preset.label]);
  const select = choice({ label, options, value, onChange: (key) => (show(), onChoose(key)) });
  const show = () => (comment.textContent = presets[select.value]?.comment ?? "");
  show();
  const both = element("div", { className: "demo-presets" }, select.element, comment);
  return withValue(both, select.input, show, () => select.input.value);
}

/**
 * Return a paragraph that is read aloud whenever its text changes; set its textContent.
 * `lines` is the room that is kept for it, `narrowLines` where there is little room.
 */
export function readout({ lines = 1, narrowLines = lines } = {}) {
  const paragraph = element("p", { className: "demo-readout", role: "status" });
  paragraph.style.setProperty("--lines", lines);
  paragraph.style.setProperty("--narrow-lines", narrowLines);
  return paragraph;
}

/** Return a paragraph for what went wrong, read aloud at once and hidden while it is empty; set its textContent. */
export function notice() {
  return element("p", { className: "demo-notice", role: "alert" });
}

/**
 * Return a table of what a picture shows, under a summary to open: { element, refresh }.
 * `rows()` returns a list of lists as long as `columns`; it is called only while the table is open.
 */
export function dataTable({ summary, columns, rows }) {
  const body = element("tbody");
  const head = element("tr", {}, ...columns.map((text) => element("th", { scope: "col", textContent: text })));
  const table = element("table", {}, element("thead", {}, head), body);
  const scroller = element("div", { className: "demo-table", tabIndex: 0, role: "region", "aria-label": summary }, table);
  const details = element("details", {}, element("summary", { textContent: summary }), scroller);
  const refresh = () => {
    if (details.open) body.replaceChildren(...rows().map(tableRow));
  };
  details.addEventListener("toggle", refresh);
  return { element: details, refresh };
}

/**
 * Return a picture that is drawn anew when its size or the theme changes: { element, redraw, positionOf }.
 * `draw(context, { width, height, colour })` works in CSS pixels, and colour("class-0") is --demo-class-0 of demos.css.
 * `aspectRatio` is width / height. `positionOf(event)` returns { x, y } of a pointer, each from 0 to 1.
 */
export function canvas({ label, aspectRatio = 1, draw }) {
  const picture = element("canvas", { className: "demo-canvas", role: "img", "aria-label": label });
  picture.style.aspectRatio = aspectRatio;
  let waiting = 0;
  const paint = () => {
    waiting = 0;
    const { clientWidth: width, clientHeight: height } = picture;
    if (width === 0) return;
    fitToScreen(picture, width, height);
    const styles = getComputedStyle(picture);
    const context = picture.getContext("2d");
    context.setTransform(picture.width / width, 0, 0, picture.height / height, 0, 0);
    context.clearRect(0, 0, width, height);
    draw(context, { width, height, colour: (name) => styles.getPropertyValue(`--demo-${name}`).trim() });
  };
  const redraw = () => (waiting ||= requestAnimationFrame(paint));
  new ResizeObserver(redraw).observe(picture);
  onThemeChange(redraw);
  return { element: picture, redraw, positionOf: (event) => positionIn(picture, event) };
}

/**
 * Return a Run button that calls `step()` once a frame until it returns false: { element, stop, running }.
 * `onStop()` is called when it ends. With prefers-reduced-motion nothing moves: all steps, at most `limit`, come at once.
 */
export function runButton({ step, onStop = () => {}, limit = 1000, text = "Run" }) {
  let frame = 0;
  const show = () => (made.textContent = frame ? "Pause" : text);
  const stop = () => {
    if (!frame) return;
    cancelAnimationFrame(frame);
    frame = 0;
    show();
    onStop();
  };
  const advance = () => {
    frame = requestAnimationFrame(advance);
    if (!made.isConnected || !step()) stop();
  };
  const start = () => {
    if (prefersReducedMotion()) {
      for (let count = 0; count < limit && step(); count += 1);
      onStop();
      return;
    }
    frame = requestAnimationFrame(advance);
    show();
  };
  const made = button(text, () => (frame ? stop() : start()));
  return { element: made, stop, running: () => frame !== 0 };
}

/** Return true when the reader asked for less motion. */
export function prefersReducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Keep the demo's state in the hash of the page, where the model is `linked`: { read, write }.
 * `read()` returns { values, problems } of the hash, see link_state.js; `onChange()` is called when the hash changes.
 * A page whose hash names the demo when it is loaded scrolls to `el`.
 */
export function linkedState({ model, name, fields, el, onChange }) {
  if (!model.get("linked")) return { read: () => ({ values: {}, problems: [] }), write() {} };
  if (hasPart(location.hash, name)) requestAnimationFrame(() => el?.scrollIntoView());
  const write = (values) => {
    const hash = writeLink(location.hash, name, fields, values);
    if (hash !== location.hash) history.replaceState(history.state, "", hash);
  };
  addEventListener("hashchange", onChange);
  return { read: () => readLink(location.hash, name, fields), write };
}

function heading(title) {
  return element("p", { className: "demo-title", textContent: title });
}

function identifier() {
  identifiers += 1;
  return `demo-${Date.now().toString(36)}-${identifiers}`;
}

function labelled(text, input, ...others) {
  const label = element("label", { htmlFor: input.id, textContent: text });
  return element("div", { className: "demo-field" }, label, input, ...others);
}

function withValue(outer, input, show, read) {
  return {
    element: outer,
    input,
    get value() {
      return read();
    },
    set value(value) {
      input.value = value;
      show();
    },
  };
}

function tableRow(cells) {
  return element("tr", {}, ...cells.map((text) => element("td", { textContent: text })));
}

function fitToScreen(picture, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (picture.width !== across) picture.width = across;
  if (picture.height !== down) picture.height = down;
}

function positionIn(picture, event) {
  const box = picture.getBoundingClientRect();
  const share = (value) => Math.min(1, Math.max(0, value));
  return { x: share((event.clientX - box.left) / box.width), y: share((event.clientY - box.top) / box.height) };
}

/** Call back when the book's theme, JupyterLab's, or the system's changes. */
function onThemeChange(callback) {
  const attributes = { attributeFilter: ["data-theme", "data-jp-theme-light", "theme"] };
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, attributes);
  observer.observe(document.body, attributes);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
}
