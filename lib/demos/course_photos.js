// The course's own photos, as readers see them named.

const LABELS = {
  chelsea: "Chelsea, a cat",
  coffee: "A cup of coffee",
  rocket: "A rocket",
  camera: "A man with a camera, grey",
};

/** The photos as presets: `files` maps their keys to files, `comments` to what to try. */
export function photoPresets(files, comments) {
  return Object.fromEntries(
    Object.entries(files).map(([key, file]) => [key, { file, label: LABELS[key], comment: comments[key] }]),
  );
}
