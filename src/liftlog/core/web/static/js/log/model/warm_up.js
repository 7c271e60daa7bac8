// @ts-check
/**
 * A ramp to the working weight: the bar, then 40, 60, 80 and 90 %, fewer reps as it gets heavier.
 */

import { load } from "./plates.js";

/** Tenths of the working weight, and reps. */
const STEPS = [
  [0, 10],
  [4, 5],
  [6, 3],
  [8, 2],
  [9, 1],
];

/** Exact: kilograms in grams, pounds in thousandths of a pound. @param {number} amount */
const parts = (amount) => Math.round(amount * 1000);

/**
 * @param {number} weight of the first working set
 * @param {number} bar 0 when there is none: then the ramp has no set with the bar alone
 * @param {number} step what weights are rounded down to
 * @param {number[]} sizes the plates for the bar, largest first; none where any step can be loaded
 * @returns {{weight: number, reps: number}[]} each heavier than the one before and lighter than the
 * working set
 */
export function ramp(weight, bar, step, sizes = []) {
  const found = [];
  for (const [tenths, reps] of STEPS) {
    if (tenths === 0 && !bar) continue;
    const steps = Math.floor((parts(weight) * tenths) / (10 * parts(step)));
    const wanted = Math.max(bar, (steps * parts(step)) / 1000);
    const raw = bar && sizes.length ? (load(wanted, bar, sizes).below ?? bar) : wanted;
    const heaviest = found.at(-1)?.weight ?? 0;
    if (raw > heaviest && parts(raw) * 20 < parts(weight) * 19) found.push({ weight: raw, reps });
  }
  return found;
}
