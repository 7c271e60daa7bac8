// @ts-check
/** Words for sets, their kinds and their columns. */

import { MILLIMETRES } from "../model/rules.js";
import { inUnit } from "../model/units.js";
import { clock, NBSP, number, rounded, t } from "../text.js";

export const EFFORTS = [7, 7.5, 8, 8.5, 9, 9.5, 10];
/** @type {Partial<Record<string, string>>} */
export const MARKS = { warm_up: "W", drop: "D", failure: "F" };

/**
 * @param {Column} name
 * @param {Exercise} exercise
 * @param {Unit} unit
 */
export function heading(name, exercise, unit) {
  if (name === "weight")
    return exercise.load_kind === "bodyweight"
      ? t("added", { unit })
      : exercise.load_kind === "assisted"
        ? t("help", { unit })
        : unit;
  return t({ reps: "reps", duration_s: "time", distance: "distance" }[name]);
}

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
 * Sets in a line, a weight named once while it stays: "100 × 5, 5, 4, 102.5 × 3". Warm-ups are left
 * out.
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

/**
 * A weight in kilograms as the lifter reads it, to a tenth.
 * @param {number} kg
 * @param {Unit} unit
 */
export const weightWords = (kg, unit) =>
  `${number(Math.round(inUnit(kg, "kg", unit) * 10) / 10)} ${unit}`;

/**
 * Records in a line: "102.5 kg for 5 reps, estimated 1RM 119.6 kg".
 * @param {Beaten[]} records
 * @param {Unit} unit
 */
export const recordWords = (records, unit) =>
  records.map((record) => RECORDS[record.kind](record, unit)).join(", ");

/** @type {Record<string, (record: Beaten, unit: Unit) => string>} */
const RECORDS = {
  one_rep_max: ({ value }, unit) => t("recordOneRepMax", { value: weightWords(value, unit) }),
  weight: ({ value, reps }, unit) => t("recordWeight", { n: reps, value: exactWords(value, unit) }),
  assistance: ({ value, reps }, unit) =>
    t("recordAssistance", { n: reps, value: exactWords(value, unit) }),
  set_volume: ({ value }, unit) => t("recordSetVolume", { value: wholeWords(value, unit) }),
  session_volume: ({ value }, unit) => t("recordSessionVolume", { value: wholeWords(value, unit) }),
  reps: ({ value }) => t("recordReps", { n: value }),
  duration: ({ value }) => t("recordDuration", { value: clock(value / 1000) }),
  distance: ({ value }) => t("recordDistance", { value: number(value / MILLIMETRES.km) }),
};

/**
 * @param {number} kg
 * @param {Unit} unit
 */
const exactWords = (kg, unit) => `${number(inUnit(kg, "kg", unit))} ${unit}`;
/**
 * @param {number} kg
 * @param {Unit} unit
 */
const wholeWords = (kg, unit) => `${rounded(inUnit(kg, "kg", unit))} ${unit}`;
