// @ts-check
/**
 * What a set is beside everything before: a record, or so far above it that it looks like a slip.
 */

import { EQUATIONS, GRAMS, LEDGER } from "./rules.js";
import { kilograms } from "./units.js";

const ESTIMATED_REPS_MAX = LEDGER.low_confidence_reps;
const SLIP = 1.3;
/** Grams: the last bits of a float never make a record. */
const SAME_KG = 0.001;

/**
 * @param {string | undefined} formula
 * @param {number} kg
 * @param {number} reps
 */
export function estimate(formula, kg, reps) {
  if (!formula || !EQUATIONS[formula] || reps < 1 || reps > ESTIMATED_REPS_MAX) return null;
  return reps === 1 ? kg : EQUATIONS[formula](kg, reps);
}

/**
 * The records among sets in their order, against `best` ({one_rep_max_kg, by_reps, top_weight_kg})
 * as it was before them. Without a best there is nothing to beat.
 * @returns {Map<string, {kind: "weight"|"reps"|"1rm", kg: number, reps: number}>} by the set's id
 * @param {LoggedSet[]} sets
 * @param {Best | null} best
 * @param {string | undefined} formula
 */
export function recordsOf(sets, best, formula, loadKind = "weight_reps") {
  const found = new Map();
  if (!best || loadKind !== "weight_reps") return found;
  let [top, oneRepMax] = [best.top_weight_kg ?? 0, best.one_rep_max_kg ?? Infinity];
  const byReps = [...(best.by_reps ?? [])];
  for (const set of sets) {
    const kg = kilograms(set);
    const { reps } = set;
    if (!kg || !reps || set.kind === "warm_up") continue;
    const atLeast = Math.max(
      0,
      ...byReps.filter(([count]) => count >= reps).map(([, weight]) => weight),
    );
    const estimated = estimate(formula, kg, reps) ?? 0;
    const kind =
      kg > top + SAME_KG
        ? "weight"
        : estimated > oneRepMax + SAME_KG
          ? "1rm"
          : reps <= LEDGER.reps_max && kg > atLeast + SAME_KG
            ? "reps"
            : null;
    if (kind) found.set(set.id, { kind, kg: kind === "1rm" ? estimated : kg, reps });
    top = Math.max(top, kg);
    oneRepMax = Math.max(oneRepMax, estimated);
    byReps.push([reps, kg]);
  }
  return found;
}

/**
 * What was probably meant, when a weight is far above anything before: one less digit, a forgotten
 * decimal point, a hundred too many. Null when the weight is nothing unusual or nothing is known.
 * @param {Pick<Measures, "weight" | "weight_unit">} set
 * @param {Pick<Best, "top_weight_kg"> | null} best
 */
export function probablyMeant(set, best, loadKind = "weight_reps") {
  const kg = kilograms(set);
  const before = best?.top_weight_kg;
  const { weight: said } = set;
  if (!said || !kg || !before || loadKind === "assisted" || kg <= before * SLIP || kg - before < 10)
    return null;
  const perUnit = GRAMS[set.weight_unit ?? "kg"] / GRAMS.kg;
  const usual = before / perUnit;
  const meant = [said - 100, said / 10, said - 200, said / 100].filter(
    (weight) => weight >= usual * 0.4 && weight <= usual * 1.1,
  );
  if (!meant.length) return Math.round(usual * 100) / 100;
  /** @param {number} weight */
  const far = (weight) => Math.abs(Math.log(weight / usual));
  return (
    Math.round(meant.reduce((one, other) => (far(other) < far(one) ? other : one)) * 100) / 100
  );
}
