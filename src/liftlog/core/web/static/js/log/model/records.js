// @ts-check
/** Records of a day against those that stood before it: as domain/records has them. */

import { EQUATIONS, LEDGER, LIMITS, MILLIMETRES, RTS } from "./rules.js";
import { counts, volumeKg } from "./totals.js";
import { kilograms } from "./units.js";

/** The last bits of a float never make a record. */
const SAME = 1e-6;

/** @param {number} value */
const toGram = (value) => Math.round(value * 1000) / 1000;

/**
 * The reps that would have been possible by the RTS chart.
 * @param {number} reps
 * @param {number} rpe
 */
const repsToFailure = (reps, rpe) => reps + RTS.rpe_max - rpe;

/**
 * @param {number} kg
 * @param {number} reps
 * @param {number | null} rpe
 */
function byChart(kg, reps, rpe) {
  if (rpe === null || rpe < RTS.rpe_min || rpe > RTS.rpe_max) return null;
  if (reps > RTS.reps_max || !Number.isInteger(rpe / LIMITS.rpe.step)) return null;
  return kg / (RTS.thousandths[(repsToFailure(reps, rpe) - 1) * 2] / 1000);
}

/**
 * The one-rep max that a set stands for, or null. A single is the weight itself, whatever an
 * equation says of it; the chart looks at its effort.
 * @param {string | undefined} formula
 * @param {number} kg
 * @param {number} reps
 * @param {number | null} rpe
 */
export function estimate(formula, kg, reps, rpe) {
  if (kg <= 0 || reps < 1 || reps > LEDGER.estimated_reps_max) return null;
  if (formula === "rts") return byChart(kg, reps, rpe);
  if (!formula || !EQUATIONS[formula]) return null;
  return reps === 1 ? kg : EQUATIONS[formula](kg, reps);
}

/**
 * Whether an estimate rests on more than ten reps; the chart counts those in reserve too.
 * @param {string | undefined} formula
 * @param {number} reps
 * @param {number | null} rpe
 */
export function isLowConfidence(formula, reps, rpe) {
  const used = formula === "rts" && rpe !== null && rpe >= RTS.rpe_min;
  return (used ? repsToFailure(reps, rpe) : reps) > LEDGER.low_confidence_reps;
}

/**
 * Everything that one counted set could be a record in, by its line of the ledger.
 * @param {LoggedSet} set
 * @param {LoadKind} load
 * @param {string | undefined} formula
 * @returns {[string, number | null][]}
 */
function offers(set, load, formula) {
  const kg = kilograms(set);
  const { reps, rpe } = set;
  /** @type {[string, number | null][]} */
  const offered = [
    ["set_volume", volumeKg(set, load)],
    ["reps", reps],
    ["duration", (set.duration_s ?? 0) * 1000],
    ["distance", Math.round((set.distance ?? 0) * MILLIMETRES[set.distance_unit ?? "m"])],
  ];
  if (kg === null || !reps) return offered;
  if (reps <= LEDGER.reps_max)
    offered.push(load === "assisted" ? [`assistance:${reps}`, kg] : [`weight:${reps}`, kg || null]);
  if (LEDGER.estimated_loads.includes(load) && !isLowConfidence(formula, reps, rpe)) {
    const found = estimate(formula, kg, reps, rpe);
    offered.push([`one_rep_max:${formula}`, found && toGram(found)]);
  }
  return offered;
}

/** @param {string} line */
const isLess = (line) => LEDGER.less_is_better.includes(line.split(":")[0]);

/**
 * How much better a value is than another; above nothing when it is.
 * @param {string} line
 * @param {number} value
 * @param {number} before
 */
const gain = (line, value, before) => (isLess(line) ? before - value : value - before);

/**
 * What the sets of one workout offer: the best of each line; of equals the one done first.
 * @param {LoggedSet[]} sets in the order they were done
 * @param {LoadKind} load
 * @param {string | undefined} formula
 */
function marksOf(sets, load, formula) {
  /** @type {Map<string, { value: number, set: string }>} */
  const marks = new Map();
  const session = { value: 0, set: "" };
  for (const set of sets.filter(counts)) {
    for (const [line, value] of offers(set, load, formula)) {
      const least = isLess(line) ? 0 : SAME;
      if (value === null || value < least) continue;
      const held = marks.get(line);
      if (!held || gain(line, value, held.value) > SAME) marks.set(line, { value, set: set.id });
    }
    const volume = volumeKg(set, load);
    if (volume) Object.assign(session, { value: session.value + volume, set: set.id });
  }
  if (session.set) marks.set("session_volume", session);
  return marks;
}

/**
 * What stood before. A device that was told by an older version knows fewer lines.
 * @param {Best} best
 * @param {string | undefined} formula
 * @returns {Record<string, number>}
 */
function standingOf(best, formula) {
  if (best.standing) return best.standing;
  const lines = best.by_reps.map(([reps, kg]) => [`weight:${reps}`, kg]);
  if (best.one_rep_max_kg) lines.push([`one_rep_max:${formula}`, best.one_rep_max_kg]);
  return Object.fromEntries(lines);
}

/**
 * The records among the sets of an exercise in one workout, in the order of the ledger. Where
 * nothing stood there is nothing to beat.
 * @param {LoggedSet[]} sets in the order they were done
 * @param {Best | null} best
 * @param {string | undefined} formula
 * @param {LoadKind} load
 * @returns {Beaten[]}
 */
export function recordsOf(sets, best, formula, load) {
  if (!best) return [];
  const standing = standingOf(best, formula);
  const found = [...marksOf(sets, load, formula)]
    .filter(([line, { value }]) => line in standing && gain(line, value, standing[line]) > SAME)
    .map(([line, mark]) => {
      const [kind, detail] = line.split(":");
      return { line, kind, reps: kind === "one_rep_max" ? null : Number(detail) || null, ...mark };
    });
  const place = (/** @type {Beaten} */ one) => LEDGER.kinds.indexOf(one.kind);
  return found.sort(
    (one, other) => place(one) - place(other) || (one.reps ?? 0) - (other.reps ?? 0),
  );
}
