// @ts-check
/** A weight so far above everything before that it looks like a slip of the finger. */

import { GRAMS } from "./rules.js";
import { kilograms } from "./units.js";

const SLIP = 1.3;

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
