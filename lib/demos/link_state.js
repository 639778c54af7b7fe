// The state of a demo in the hash of a URL, so that a teacher can link to a setting:
// #perceptron=preset:xor;learningRate:0.5 sets two fields of the demo "perceptron".
// A field is a kind with parse(text), which throws a RangeError that says what it expects, and format(value).

/** A field that is one of a list of words. */
export function oneOf(words) {
  return {
    parse: (text) => (words.includes(text) ? text : expected(`one of ${words.join(", ")}`)),
    format: (word) => word,
  };
}

/** A field that is a number from `least` to `most`. */
export function numberFrom(least, most) {
  return numberField(least, most, () => true, `a number from ${least} to ${most}`);
}

/** A field that is a whole number from `least` to `most`. */
export function wholeNumberFrom(least, most) {
  return numberField(least, most, Number.isInteger, `a whole number from ${least} to ${most}`);
}

/** A field that is a list of `shortest` to `longest` items of one kind. */
export function listOf(kind, shortest, longest) {
  return {
    parse(text) {
      const items = text === "" ? [] : text.split(",");
      if (items.length < shortest || items.length > longest) expected(`${shortest} to ${longest} values`);
      return items.map(kind.parse);
    },
    format: (items) => items.map(kind.format).join(","),
  };
}

/**
 * Read the fields of the demo `name` from a hash.
 * Returns { values, problems }: the fields that make sense, and a sentence for each one that does not.
 */
export function readLink(hash, name, fields) {
  const values = {};
  const problems = [];
  for (const part of partOf(hash, name)) {
    const [key, text = ""] = splitOnce(part, ":");
    try {
      if (!Object.hasOwn(fields, key)) expected(`one of the settings ${Object.keys(fields).join(", ")}`);
      values[key] = fields[key].parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(`The link asks for “${shortened(part)}”, which is ignored: expected ${error.message}.`);
    }
  }
  return { values, problems };
}

/** Return true when a hash has a part for the demo `name`. */
export function hasPart(hash, name) {
  return partsOf(hash).some((part) => part.startsWith(`${name}=`));
}

/** Return `hash` with the demo's part replaced by `values`; the parts of other demos stay. */
export function writeLink(hash, name, fields, values) {
  const own = Object.entries(values).map(([key, value]) => `${key}:${fields[key].format(value)}`);
  const others = partsOf(hash).filter((part) => splitOnce(part, "=")[0] !== name);
  return "#" + [...others, `${name}=${own.join(";")}`].join("&");
}

function numberField(least, most, isRight, expectation) {
  return {
    parse(text) {
      const number = text.trim() === "" ? NaN : Number(text);
      return number >= least && number <= most && isRight(number) ? number : expected(expectation);
    },
    format: (number) => String(Number(number.toPrecision(6))),
  };
}

function expected(what) {
  throw new RangeError(what);
}

function partOf(hash, name) {
  const part = partsOf(hash).find((candidate) => candidate.startsWith(`${name}=`));
  return part ? decoded(part.slice(name.length + 1)).split(";").filter(Boolean) : [];
}

function partsOf(hash) {
  return hash.replace(/^#/, "").split("&").filter(Boolean);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitOnce(text, separator) {
  const position = text.indexOf(separator);
  return position < 0 ? [text] : [text.slice(0, position), text.slice(position + 1)];
}

function shortened(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
