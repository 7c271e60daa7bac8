// @ts-check
/**
 * Words, numbers and times as the reader writes them. The words come with the page, translated:
 * <template data-words="log" data-log-set="Log set {n}: {what}">; `t("logSet", {n, what})` fills
 * the places.
 */

const words = document.querySelector('[data-words="log"]')?.dataset ?? {};
const lang = document.documentElement.lang || "en";
const plain = new Intl.NumberFormat(lang, { maximumFractionDigits: 5 });
const whole = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
const plurals = new Intl.PluralRules(lang);

export const NBSP = "\u00a0";

/**
 * Of what is counted, `n`, the words have a form for each plural of the language: "repsCountOne".
 * @param {string} key
 * @param {Record<string, any>} [places]
 */
export function t(key, places = {}) {
  const plural = typeof places.n === "number" ? plurals.select(places.n) : "";
  const counted = plural && words[`${key}${plural[0].toUpperCase()}${plural.slice(1)}`];
  return (counted || (words[key] ?? key)).replace(/\{(\w+)\}/g, (_, name) =>
    isolated(places[name] ?? ""),
  );
}

const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name from right to left keeps its neighbours where they are (FSI and PDI of Unicode's UAX 9).
 * @param {any} text
 */
export const isolated = (text) => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** @param {string} key */
export const has = (key) => key in words;
/** @param {number | null | undefined} value */
export const number = (value) => (value === null || value === undefined ? "" : plain.format(value));
/** @param {number} value */
export const rounded = (value) => whole.format(value);

/**
 * "1:05", "1:02:09".
 * @param {number} seconds
 */
export function clock(seconds) {
  const total = Math.max(0, Math.floor(seconds));
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
}

/** @param {string} iso */
export const day = (iso) =>
  new Date(iso).toLocaleDateString(lang, { weekday: "short", day: "numeric", month: "short" });
