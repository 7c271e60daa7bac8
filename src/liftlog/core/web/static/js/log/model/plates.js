// @ts-check
/** Plates for each side of a bar, exact: kilograms in grams, pounds in thousandths of a pound. */

import { DEFAULTS } from "./rules.js";
import { inUnit, ofGrams } from "./units.js";

/** @type {Record<string, Record<Unit, number>>} */
const BARS = DEFAULTS.bars;
/** @type {Record<Unit, Record<number, string>>} */
const COLOURS = {
  kg: { 25: "red", 20: "blue", 15: "yellow", 10: "green" },
  lb: { 55: "red", 45: "blue", 35: "yellow", 25: "green" },
};

/** @param {number} amount */
const parts = (amount) => Math.round(amount * 1000);
/**
 * @param {number} one
 * @param {number} other
 * @returns {number}
 */
const divisor = (one, other) => (other ? divisor(other, one % other) : one);

/**
 * The lifter's bar for an exercise in `unit`, or null when it is not lifted with one.
 * @param {Pick<Exercise, "equipment" | "bar_g">} exercise
 * @param {Preferences} preferences
 * @param {Unit} unit
 */
export function barOf(exercise, preferences, unit) {
  const usual = BARS[exercise?.equipment];
  if (!usual) return null;
  const grams = exercise.bar_g ?? (exercise.equipment === "barbell" ? preferences?.bar_g : null);
  return grams === null || grams === undefined ? usual[unit] : ofGrams(grams, unit);
}

/**
 * The lifter's plates, largest first, in the unit that is written on them.
 * @param {Preferences} preferences
 * @param {Unit} unit
 */
export function platesOf(preferences, unit) {
  const written = preferences?.plates_unit ?? unit;
  const own = preferences?.plates_g?.length
    ? preferences.plates_g.map((grams) => ofGrams(grams, written))
    : DEFAULTS.plates[written];
  return {
    unit: written,
    sizes: [...new Set(own)].filter((size) => size > 0).sort((one, other) => other - one),
  };
}

/**
 * What goes on each side of `bar` for `weight`, both in the plates' unit.
 * @returns {{side: number[], exact: boolean, below: number|null, above: number|null}} when it is
 * not
 *   exact, the weights next to it that can be loaded, and the plates of the one below.
 * @param {number} weight
 * @param {number} bar
 * @param {number[]} sizes
 */
export function load(weight, bar, sizes) {
  const rest = parts(weight) - parts(bar);
  if (rest < 0) return { side: [], exact: false, below: null, above: bar };
  const greedy = largestFirst(rest / 2, sizes.map(parts));
  if (greedy)
    return { side: greedy.map((size) => size / 1000), exact: true, below: weight, above: weight };
  return nearest(rest / 2, bar, sizes.map(parts));
}

/**
 * @param {number} side
 * @param {number[]} sizes
 */
function largestFirst(side, sizes) {
  const found = [];
  let left = side;
  for (const size of sizes) for (; left >= size; left -= size) found.push(size);
  return left === 0 ? found : null;
}

/**
 * Fewest plates for every weight that can be loaded, up to one plate above what is asked for.
 * @param {number} side
 * @param {number} bar
 * @param {number[]} sizes
 */
function nearest(side, bar, sizes) {
  if (!sizes.length) return { side: [], exact: false, below: bar, above: null };
  const step = sizes.reduce(divisor);
  const top = Math.floor(side / step) + sizes[sizes.length - 1] / step;
  const last = new Array(top + 1).fill(0);
  const count = new Array(top + 1).fill(Infinity);
  count[0] = 0;
  for (let at = 1; at <= top; at++) {
    for (const size of sizes) {
      const before = at - size / step;
      if (before >= 0 && count[before] + 1 < count[at])
        [count[at], last[at]] = [count[before] + 1, size];
    }
  }
  let low = Math.floor(side / step);
  while (count[low] === Infinity) low -= 1;
  let high = Math.ceil(side / step);
  while (high <= top && count[high] === Infinity) high += 1;
  const plates = [];
  for (let at = low; at > 0; at -= last[at] / step) plates.push(last[at] / 1000);
  /** @param {number} at */
  const total = (at) => (2 * at * step + parts(bar)) / 1000;
  return {
    side: plates.sort((one, other) => other - one),
    exact: low * step === side,
    below: total(low),
    above: high > top ? null : total(high),
  };
}

/**
 * @param {number} size
 * @param {Unit} unit
 */
export function plateClass(size, unit) {
  const colour = COLOURS[unit][size] ?? "grey";
  const kilograms = inUnit(size, unit, "kg") ?? 0;
  const height =
    kilograms >= 14 ? "tall" : kilograms >= 8 ? "mid" : kilograms >= 4 ? "low" : "tiny";
  return `plate ${colour} ${height}`;
}
