// @ts-check
/** Weights in kilograms and pounds, as the server has them. */

import { GRAMS } from "./rules.js";

/** @param {number} value */
const hundredths = (value) => Math.round(value * 100) / 100;

/** A weight in another unit, to two places; the same number when the unit is the same. */
export const inUnit = /** @type {InUnit} */ (
  (weight, from, to) => {
    if (weight === null || weight === undefined || !from || from === to) return weight ?? null;
    return hundredths((weight * GRAMS[from]) / GRAMS[to]);
  }
);

/**
 * Grams as an amount of the unit: whole numbers of pounds come back whole.
 * @param {number} grams
 * @param {Unit} unit
 */
export const ofGrams = (grams, unit) =>
  unit === "kg" ? grams / GRAMS.kg : hundredths(grams / GRAMS[unit]);

/**
 * @param {number} amount
 * @param {Unit} unit
 */
export const toGrams = (amount, unit) => Math.round(amount * GRAMS[unit]);

/** @param {Pick<Measures, "weight" | "weight_unit">} set */
export const kilograms = ({ weight, weight_unit }) =>
  weight === null || weight === undefined ? null : (weight * GRAMS[weight_unit ?? "kg"]) / GRAMS.kg;

/**
 * A number in a field, as entry.js reads it back: thousands are not set apart.
 * @param {number | null | undefined} value
 */
export const entered = (value) =>
  value === null || value === undefined ? "" : String(Math.round(value * 1e5) / 1e5);
