// @ts-check
/**
 * Words, numbers and times as the reader writes them. The words come with the page, translated:
 * <template data-words="log" data-log-set="Log set {n}: {what}">; `t("logSet", {n, what})` fills
 * the places.
 */

const words = document.querySelector('[data-words="log"]')?.dataset ?? {};
const lang = document.documentElement.lang || "en";
const plain = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });

export const KG_PER_LB = 0.45359237;
export const NBSP = "\u00a0";

/**
 * @param {string} key
 * @param {Record<string, any>} [places]
 */
export function t(key, places = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");
}

/** @param {string} key */
export const has = (key) => key in words;
/** @param {number | null | undefined} value */
export const number = (value) => (value === null || value === undefined ? "" : plain.format(value));
/**
 * A number in a field, as entry.js reads it back: thousands are not set apart.
 * @param {number | null | undefined} value
 */
export const entered = (value) =>
  value === null || value === undefined ? "" : String(Math.round(value * 1000) / 1000);
/** @param {number} value */
export const rounded = (value) => whole.format(value);

/**
 * "1:05", "1:02:09".
 * @param {number} seconds
 */
export function clock(seconds) {
  const total = Math.max(0, Math.floor(seconds));
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
}

/** @param {string} iso */
export const day = (iso) =>
  new Date(iso).toLocaleDateString(lang, { weekday: "short", day: "numeric", month: "short" });

/**
 * A weight in another unit, to two places; the same number when the unit is the same.
 */
export const inUnit = /** @type {InUnit} */ (
  (weight, from, to) => {
    if (weight === null || weight === undefined || !from || from === to) return weight ?? null;
    return Math.round((to === "kg" ? weight * KG_PER_LB : weight / KG_PER_LB) * 100) / 100;
  }
);

/**
 * Grams as an amount of the unit: whole numbers of pounds come back whole.
 * @param {number} grams
 * @param {Unit} unit
 */
export const ofGrams = (grams, unit) =>
  unit === "lb" ? Math.round(grams / (KG_PER_LB * 10)) / 100 : grams / 1000;
/**
 * @param {number} amount
 * @param {Unit} unit
 */
export const toGrams = (amount, unit) =>
  Math.round(amount * (unit === "lb" ? KG_PER_LB : 1) * 1000);

/**
 * What a set was, in a line: "102.5 × 5", "12", "1:15", "2 km". The weight is in `unit`.
 * @param {LoggedSet} set
 * @param {Unit} unit
 */
export function short(set, unit) {
  const parts = [];
  const weight = number(inUnit(set.weight, set.weight_unit, unit));
  if (set.distance) parts.push(`${number(set.distance)}${NBSP}${set.distance_unit ?? "m"}`);
  if (set.duration_s) parts.push(clock(set.duration_s));
  if (set.weight && set.reps !== null)
    return [`${weight}${NBSP}×${NBSP}${set.reps}`, ...parts].join(" · ");
  if (set.weight) parts.unshift(weight);
  if (set.reps !== null && set.reps !== undefined)
    parts.unshift(`${set.weight ? "" : "×"}${NBSP}${set.reps}`.trim());
  return parts.join(" · ");
}

/**
 * Sets in a line, a weight named once while it stays: "100 × 5, 5, 4, 102.5 × 3". Warm-ups
 * are left out.
 * @param {LoggedSet[]} sets
 * @param {Unit} unit
 */
export function line(sets, unit) {
  /** @type {string | null} */
  let before = null;
  const parts = sets
    .filter((one) => one.kind !== "warm_up")
    .map((one) => {
      const weight =
        one.weight && one.reps !== null ? number(inUnit(one.weight, one.weight_unit, unit)) : null;
      const same = weight !== null && weight === before && !one.duration_s && !one.distance;
      before = weight;
      return same ? String(one.reps) : short(one, unit);
    });
  return parts.length ? parts.join(", ") : sets.map((one) => short(one, unit)).join(", ");
}
