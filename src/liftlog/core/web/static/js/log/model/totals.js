// @ts-check
/** What counts, and what it adds up to: as domain/sets and domain/workouts have it. */

import { LEDGER } from "./rules.js";
import { kilograms } from "./units.js";

/**
 * Working, drop and failure sets do; a failed try, of no reps and nothing else, does not.
 * @param {Measures} set
 */
export const counts = ({ kind, reps, duration_s, distance }) =>
  LEDGER.counted_kinds.includes(kind) && !(reps === 0 && !duration_s && !distance);

/**
 * Weight times reps of a set that counts. Help of a machine is no weight lifted.
 * @param {Measures} set
 * @param {LoadKind} load
 */
export const volumeKg = (set, load) =>
  counts(set) && !LEDGER.without_volume.includes(load)
    ? (kilograms(set) ?? 0) * (set.reps ?? 0)
    : 0;

/**
 * @param {{ load: LoadKind, sets: Measures[] }[]} exercises
 * @returns {{ sets: number, volume_kg: number }}
 */
export function totals(exercises) {
  let [sets, volume_kg] = [0, 0];
  for (const { load, sets: done } of exercises) {
    sets += done.filter(counts).length;
    for (const one of done) volume_kg += volumeKg(one, load);
  }
  return { sets, volume_kg };
}
