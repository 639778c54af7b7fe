// The selects of the convolution explorer.

import { PADDINGS } from "./convolution.js";
import { CHANNELS, LARGEST_STRIDE, ORDINALS, nameOfKernel } from "./convolution_settings.js";
import { choice, group } from "./shared.js";

const OWN = "your own";
const NONE = "none";

/**
 * Return the selects of all settings: { element, show }. `onChange(settings)` gets the settings that the reader
 * changed; `show(settings, channels)` shows the settings, for a picture of so many channels.
 */
export function settingControls(kernels, onChange) {
  const names = Object.keys(kernels);
  const select = (label, key, words, valueOf = (word) => word) =>
    choice({
      label,
      options: words.map((word) => [word, word]),
      value: words[0],
      onChange: (word) => onChange({ [key]: valueOf(word) }),
    });
  const first = select("Kernel", "first", [...names, OWN], (name) => kernels[name]);
  const second = select("Second kernel", "second", [NONE, ...names, OWN], (name) => kernels[name] ?? null);
  const strides = Array.from({ length: LARGEST_STRIDE }, (_, index) => String(index + 1));
  const stride = select("Stride", "stride", strides, Number);
  const padding = select("Padding", "padding", PADDINGS);
  const watched = select("Watched kernel", "watched", ORDINALS);
  const channel = select("Colour", "channel", CHANNELS);
  for (const { input } of [first, second]) input.lastChild.disabled = true; // it is chosen by changing a weight
  const show = (settings, channels) => {
    first.value = nameOfKernel(settings.first, kernels) ?? OWN;
    second.value = settings.second ? (nameOfKernel(settings.second, kernels) ?? OWN) : NONE;
    stride.value = String(settings.stride);
    padding.value = settings.padding;
    watched.value = settings.watched;
    watched.input.disabled = !settings.second;
    channel.value = settings.channel;
    channel.element.hidden = channels === 1;
  };
  const all = [first, second, stride, padding, watched, channel].map((each) => each.element);
  return { element: group("settings", ...all), show };
}
