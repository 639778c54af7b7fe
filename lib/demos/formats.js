// Numbers as text.

/** Return a number with `digits` decimals and a true minus sign; a zero never has one. */
export function formatNumber(value, digits = 2) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "not a number";
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** Return a number as a term of a sum, with its sign before it: "+ 0.50" or "− 0.50". */
export function formatTerm(value, digits = 2) {
  const text = formatNumber(value, digits);
  return text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`;
}
