// @ts-check
/** Words for the kinds and the columns of sets. */

import { inUnit, number, t } from "../text.js";

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
 * @param {any} record
 * @param {Unit} unit
 */
export function recordWords({ kind, kg, reps }, unit) {
  const name = kind === "1rm" ? "OneRepMax" : kind === "weight" ? "Weight" : "Reps";
  const weight = `${number(Math.round(inUnit(kg, "kg", unit) * 10) / 10)} ${unit}`;
  return t(`record${name}`, { weight, reps });
}
