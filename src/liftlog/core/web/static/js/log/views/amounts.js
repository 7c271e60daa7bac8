// @ts-check
/** What is typed for an amount of a set, and the sentence for what is none. */

import { html } from "../../../vendor/lit-html/lit-html.js";
import { parseNumber, parseTime } from "../model/entry.js";
import { t } from "../text.js";

/** The server's own limits; weights are of either unit. */
/** @type {Record<string, number>} */
const MOST = { weight: 4_400, reps: 10_000, rest_s: 3_600, bar_g: 100, increment_g: 100 };
const TIMES = new Set(["duration_s", "rest_s"]);
/** @type {Record<string, number>} */
const FEWEST = { increment_g: 0.01 };

/**
 * @returns {{value: number|null, wrong: string|null}} nothing typed is no amount, and not wrong.
 * @param {string} name
 * @param {string} text
 */
export function readAmount(name, text) {
  const typed = text.trim();
  if (typed === "") return { value: null, wrong: null };
  const value = TIMES.has(name) ? parseTime(typed) : parseNumber(typed);
  if (value === null)
    return {
      value,
      wrong: t(TIMES.has(name) ? "wrongTime" : name === "reps" ? "wrongReps" : "wrongNumber"),
    };
  if (name === "reps" && !Number.isInteger(value)) return { value: null, wrong: t("wrongReps") };
  if (value > (MOST[name] ?? Infinity)) return { value: null, wrong: t("wrongMost") };
  if (value < (FEWEST[name] ?? 0)) return { value: null, wrong: t("wrongNumber") };
  return { value, wrong: null };
}

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
