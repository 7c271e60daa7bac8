// @ts-check
/*
 * What people type for a number or a whole line. The grammar of a line, in any order, spaces free:
 *
 *   line   = [kind] (SETS "x" REPS | REPS) [WEIGHT [unit]] ["@" RPE]
 *                                             3x5 100 @8   3x5 @8 100kg   5 100
 *          | [kind] WEIGHT unit? "x" REPS ["x" SETS] ["@" RPE]
 *                                             100x5   102,5 x 5 x 3   225lb x 5
 *   kind   = "w" | "d" | "f"            warm-up, drop set, to failure
 *   unit   = "kg" | "lb" | "lbs"
 *   "x" may be written x, X, × or *; a number with a comma or a point.
 *
 * Of "A x B" alone, A is the weight when it has a fraction or a unit, when it is above 20, or when
 * B is at most 20 and A is larger than 12; "3x5 100" has a third number and so is sets x reps.
 * "5x100" (B above 50, A at most 20) is reps x weight. A line logs six sets at most: of "10x12"
 * nobody knows what was meant.
 *
 * What is timed:  [kind] [SETS "x"] TIME ["@" RPE]           60   1:15   3x45s @8   1 min 30 s
 */

import { GRAMS, LIMITS, MILLIMETRES, STEPS } from "./rules.js";
import { parseNumber, parseTime, plain, readings, splitUnit } from "./typed.js";

const NUMBER = "\\d[\\d.,']*";
/** Thousands are grouped by a space that keeps together: a plain one parts two numbers. */
const KEPT_SPACE = /([\p{Nd}])[\u00a0\u202f](?=[\p{Nd}]{3})/gu;
/** @param {string} text */
const lineOf = (text) => plain(String(text).replace(KEPT_SPACE, "$1'"));
const SETS_MAX = 6;
const TIME = "[\\d:.,]+(?: ?(?:h|m|min|s) ?[\\d.,]+)* ?(?:h|m|min|s)?";
const TIMED = new RegExp(`^(?:([wdf]) )?(?:(\\d+) ?[x×*] ?)?(${TIME}) ?(?:@ ?(\\S+))?$`);
/** @type {Record<string, SetKind>} */
const KINDS = { w: "warm_up", d: "drop", f: "failure" };

/**
 * @returns {TypedLine | null} null for what is not understood.
 * @param {string} text
 */
export function parseTimedLine(text) {
  const found = TIMED.exec(lineOf(text));
  if (!found) return null;
  const [, kind, sets, time, effort] = found;
  const taken = {
    sets: Number(sets ?? 1),
    reps: null,
    duration_s: parseTime(time),
    weight: null,
    weight_unit: null,
    rpe: effort ? parseNumber(effort) : null,
    kind: KINDS[kind] ?? null,
  };
  const { duration_s } = taken;
  return duration_s &&
    duration_s <= LIMITS.duration_s &&
    isOnStep(duration_s, "s") &&
    !(effort && taken.rpe === null) &&
    sound({ ...taken, reps: 1 }, "kg")
    ? taken
    : null;
}

/**
 * @returns {TypedLine | null} null for what is not understood.
 * @param {string} text
 * @param {Unit} [unit] that of a weight which says none
 */
export function parseLine(text, unit = "kg") {
  let line = ` ${lineOf(text).replace(/[×*]/g, "x")} `;
  let refused = false;
  /** @param {string} text_ */
  const named = (text_) => {
    const value = parseNumber(text_);
    refused ||= value === null;
    return value;
  };
  /** @type {TypedLine} */
  const taken = { sets: 1, reps: null, weight: null, weight_unit: null, rpe: null, kind: null };
  /**
   * @param {RegExp} pattern
   * @param {(match: RegExpMatchArray) => void} use
   */
  const take = (pattern, use) => {
    const match = line.match(pattern);
    if (!match) return false;
    line = line.replace(match[0], " ");
    use(match);
    return true;
  };
  take(/^\s*([wdf])\s/, (match) => {
    taken.kind = KINDS[match[1]];
  });
  take(new RegExp(`@\\s*(${NUMBER})`), (match) => {
    taken.rpe = named(match[1]);
  });
  take(new RegExp(`(?<![\\d.,'])(${NUMBER})\\s*(kg|lbs?)(?![a-wyz])`), (match) => {
    taken.weight = named(match[1]);
    taken.weight_unit = match[2] === "kg" ? "kg" : "lb";
    // "225lb x 5": what is left of the cross belongs to the reps.
    line = line.replace(/^\s*x|x\s*$/, " ");
  });
  const crossed = line.split("x").map((part) => part.trim());
  const understood = crossed.length > 1 ? crosses(crossed, taken) : alone(line.trim(), taken);
  return understood && !refused && sound(taken, unit) ? taken : null;
}

/**
 * All of them as numbers, or null where one is none.
 * @param {string[]} words
 */
function parsed(words) {
  const numbers = words.map(parseNumber);
  return numbers.every((one) => one !== null) ? numbers : null;
}

/**
 * @param {string} rest
 * @param {TypedLine} taken
 */
function alone(rest, taken) {
  const numbers = parsed(rest.split(/\s+/).filter(Boolean));
  if (!numbers?.length || numbers.length > (taken.weight === null ? 2 : 1)) return false;
  taken.reps = numbers[0];
  if (numbers.length === 2) taken.weight = numbers[1];
  return true;
}

/**
 * @param {string[]} parts
 * @param {TypedLine} taken
 */
function crosses(parts, taken) {
  // "3x5 100": the last part carries a weight of its own.
  const last = parts[parts.length - 1].split(/\s+/);
  const numbers = parsed([...parts.slice(0, -1), last[0]]);
  if (!numbers || last.length > 2) return false;
  if (last.length === 2) {
    if (taken.weight !== null || numbers.length !== 2) return false;
    [taken.sets, taken.reps] = numbers;
    taken.weight = parseNumber(last[1]);
    return taken.weight !== null;
  }
  if (taken.weight !== null) return assign(taken, numbers, ["sets", "reps"]);
  if (numbers.length === 3) return assign(taken, numbers, ["weight", "reps", "sets"]);
  if (numbers.length !== 2) return false;
  const [one, other] = numbers;
  if (other > 50 && one <= 20) return assign(taken, numbers, ["reps", "weight"]);
  const weight = !Number.isInteger(one) || one > 20 || (one > 12 && other <= 20);
  return assign(taken, numbers, weight ? ["weight", "reps"] : ["sets", "reps"]);
}

/**
 * @param {TypedLine} taken
 * @param {number[]} numbers
 * @param {("sets" | "reps" | "weight")[]} names
 */
function assign(taken, numbers, names) {
  if (numbers.length > names.length) return false;
  const order = numbers.length < names.length ? names.slice(-numbers.length) : names;
  order.forEach((name, at) => {
    taken[name] = numbers[at];
  });
  return true;
}

/**
 * Whether a value is kept as it is; 1e-6 is what floats may be off.
 * @param {number} value
 * @param {string} unit
 */
const isOnStep = (value, unit) =>
  Math.abs(value / STEPS[unit] - Math.round(value / STEPS[unit])) < 1e-6;

/**
 * @param {TypedLine} given
 * @param {Unit} unit
 */
function sound({ sets, reps, weight, weight_unit, rpe }, unit) {
  /**
   * @param {number | null} value
   * @param {number} low
   * @param {number} high
   */
  const within = (value, low, high) => value === null || (value >= low && value <= high);
  return (
    Number.isInteger(sets) &&
    within(sets, 1, SETS_MAX) &&
    Number.isInteger(reps) &&
    within(reps, 1, LIMITS.reps) &&
    within(weight, 0, LIMITS.weight_g / GRAMS[weight_unit ?? unit]) &&
    isOnStep(weight ?? 0, weight_unit ?? unit) &&
    within(rpe, LIMITS.rpe.min, LIMITS.rpe.max) &&
    (rpe === null || Number.isInteger(rpe / LIMITS.rpe.step))
  );
}

const TIMES = new Set(["duration_s", "rest_s"]);
/** @type {Record<string, string>} */
const WEIGHT_UNITS = { kg: "kg", kgs: "kg", lb: "lb", lbs: "lb" };
/** @type {Record<string, string>} */
const DISTANCE_UNITS = { m: "m", km: "km", yd: "yd", mi: "mi" };
/** @type {Record<string, Record<string, string>>} */
export const UNITS = {
  weight: WEIGHT_UNITS,
  bar_g: WEIGHT_UNITS,
  increment_g: WEIGHT_UNITS,
  distance: DISTANCE_UNITS,
};

/**
 * The least and the most that a field takes, as its text says it.
 * @param {string} name
 * @param {string} unit of a weight or a distance
 * @returns {[number, number]}
 */
function range(name, unit) {
  const grams = GRAMS[/** @type {Unit} */ (unit)];
  if (name === "weight") return [0, LIMITS.weight_g / grams];
  if (name === "bar_g") return [0, LIMITS.bar_g / grams];
  if (name === "increment_g")
    return [LIMITS.increment_g.min / grams, LIMITS.increment_g.max / grams];
  if (name === "distance") return [0, LIMITS.distance_mm / MILLIMETRES[unit]];
  return [
    0,
    { reps: LIMITS.reps, rest_s: LIMITS.rest_s, duration_s: LIMITS.duration_s }[name] ?? 0,
  ];
}

/**
 * What was typed into a field: nothing is no amount and not wrong. `wrong` names the sentence,
 * `places` what stands in it; `unit` is that of the amount.
 * @param {string} name
 * @param {string} text
 * @param {string} [fieldUnit] of a weight or a distance which says none
 * @returns {{ value: number | null, wrong: string | null, unit: string,
 * places?: Record<string, string> }}
 */
export function parseAmount(name, text, fieldUnit = "kg") {
  const typed = text.trim();
  if (typed === "") return { value: null, wrong: null, unit: fieldUnit };
  /**
   * @param {string} wrong
   * @param {Record<string, string>} [places]
   */
  const not = (wrong, places) => ({ value: null, wrong, unit: fieldUnit, places });
  const isTime = TIMES.has(name);
  const [amount, word] = name in UNITS ? splitUnit(typed) : [typed, ""];
  const unit = word === "" ? fieldUnit : UNITS[name][word];
  const both = readings(amount);
  if (both) return not("wrongTwoWays", { typed: amount, one: both[0], other: both[1] });
  const value = isTime ? parseTime(amount) : parseNumber(amount);
  const isWhole = name !== "reps" || Number.isInteger(value);
  const kind = isTime ? "wrongTime" : name === "reps" ? "wrongReps" : "wrongNumber";
  if (value === null || !unit || !isWhole) return not(kind);
  const [least, most] = range(name, unit);
  if (value > most) return not("wrongMost");
  if (value < least) return not("wrongNumber");
  const of = isTime ? "s" : unit;
  if (name === "rest_s" ? !Number.isInteger(value) : name !== "reps" && !isOnStep(value, of))
    return not("wrongStep", { step: `${name === "rest_s" ? 1 : STEPS[of]} ${of}` });
  return { value, wrong: null, unit };
}
