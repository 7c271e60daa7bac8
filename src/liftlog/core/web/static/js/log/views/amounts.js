// @ts-check
/** What is typed for an amount of a set, and the sentence for what is none. */

import { html } from "../../../vendor/lit-html/lit-html.js";
import { parseAmount } from "../model/entry.js";
import { t } from "../text.js";

/**
 * @param {string} name
 * @param {string} text
 * @param {string} [unit] of a weight or a distance
 * @returns {{ value: number | null, wrong: string | null, unit: any }} `wrong` is a sentence
 */
export function readAmount(name, text, unit) {
  const { places, ...found } = parseAmount(name, text, unit);
  return { ...found, wrong: found.wrong && t(found.wrong, places) };
}

/**
 * What says the unit of an amount: it may have been typed with it.
 * @param {string} name
 * @param {{ value: number | null, unit: any }} found
 */
export const unitOfAmount = (name, { value, unit }) =>
  name === "weight" || name === "distance"
    ? { [`${name}_unit`]: value === null ? null : unit }
    : {};

/**
 * The place of a field's sentence, filled by `tell`.
 * @param {string} id
 */
export const wrongPlace = (id) => html`<p class="error" id="${id}-wrong" hidden></p>`;

/**
 * Say under a field what is wrong with it, or no longer; true when something is.
 * @param {HTMLElement} field
 * @param {string | null} wrong
 */
export function tell(field, wrong) {
  const place = /** @type {HTMLElement} */ (document.getElementById(`${field.id}-wrong`));
  field.setAttribute("aria-invalid", String(wrong !== null));
  if (wrong) field.setAttribute("aria-describedby", place.id);
  else field.removeAttribute("aria-describedby");
  place.textContent = wrong ?? "";
  place.hidden = wrong === null;
  return wrong !== null;
}
