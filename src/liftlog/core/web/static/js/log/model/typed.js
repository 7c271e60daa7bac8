// @ts-check
/**
 * Numbers, amounts and times as people type them: the grammar of `kit/typed_amounts.py`, which
 * says why. tests/contract/vectors/typed.json holds both to the same answers.
 */

const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const GROUPED = new RegExp(
  String.raw`^(?:\d{1,3}(?:(?: \d{3})+|(?:'\d{3})+)(?:[.,]\d+)?` +
    String.raw`|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+` +
    String.raw`|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:\.\d{3}){2,})$`,
);
const TWO_WAYS = /^([1-9]\d{0,2})(?:,(\d{3})|\.(\d\d0))$/;
const PLAIN = /^(?:\d+[.,]?\d*|[.,]\d+)$/;
const CLOCK = /^(\d{1,5}):(\d{1,2})(?::(\d{1,2}))?(?:[.,](\d{1,3}))?$/;
const SPOKEN =
  /^(?:([\d.,]+) ?h(?:rs?)?)? ?(?:([\d.,]+) ?m(?:ins?)?)? ?(?:([\d.,]+) ?s(?:ecs?)?)?$/;
const DIGITS_MAX = 24;

/** @param {string} sign a digit of any script: they come in tens, from zero on */
function digit(sign) {
  const at = /** @type {number} */ (sign.codePointAt(0));
  let zero = at;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((at - zero) % 10);
}

/**
 * In small letters, with the digits, spaces and signs of ASCII.
 * @param {string} text
 */
export const plain = (text) =>
  text
    .replace(MARKS, "")
    .replace(/\p{Nd}/gu, digit)
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u2019\u2018\u02bc\u066c]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase()
    .replace(/\u066b(\d*?)0*(?!\d)/g, ".$1");

/** @param {string} text */
const digits = (text) => text.replace(/\D/g, "");

/**
 * The two numbers that a text may be, as they are to be typed; null where it is not two.
 * @param {string} text
 */
export function readings(text) {
  const found = TWO_WAYS.exec(plain(text).replace(/^\+/, ""));
  if (!found) return null;
  const fraction = found[2] ?? found[3];
  return [found[1] + fraction, String(Number(`${found[1]}.${fraction}`))];
}

/**
 * Null for what is no number, or may be two.
 * @param {string} text
 */
export function parseNumber(text) {
  const typed = plain(text).replace(/^\+/, "");
  if (digits(typed).length > DIGITS_MAX || readings(typed)) return null;
  if (GROUPED.test(typed)) {
    const signs = typed.replace(/\d/g, "");
    const last = signs.at(-1) ?? "";
    if (signs === last.repeat(signs.length)) return Number(digits(typed));
    const at = typed.lastIndexOf(last);
    return Number(`${digits(typed.slice(0, at))}.${typed.slice(at + 1)}`);
  }
  return PLAIN.test(typed) ? Number(typed.replace(",", ".")) : null;
}

/**
 * A number without the unit that may be typed after it, and that unit in small letters.
 * @param {string} text
 * @returns {[string, string]}
 */
export function splitUnit(text) {
  const [, typed, unit] = /^(.*?) ?([a-z]*)$/.exec(plain(text)) ?? ["", "", "?"];
  return [typed, unit];
}

/**
 * Seconds; null when it is no time.
 * @param {string} text
 */
export function parseTime(text, inMinutes = false) {
  const typed = plain(text);
  const clock = CLOCK.exec(typed);
  if (clock) {
    const [, first, second, third, fraction] = clock;
    const isHours = third !== undefined || inMinutes;
    if (Math.max(Number(second), Number(third ?? 0)) >= 60) return null;
    if (fraction && isHours && third === undefined) return null;
    const whole = isHours
      ? Number(first) * 3600 + Number(second) * 60 + Number(third ?? 0)
      : Number(first) * 60 + Number(second);
    return Number(`${whole}.${fraction ?? 0}`);
  }
  const spoken = typed && SPOKEN.exec(typed);
  if (!spoken) {
    const value = parseNumber(typed);
    return value === null ? null : value * (inMinutes ? 60 : 1);
  }
  let total = 0;
  for (const [at, worth] of [3600, 60, 1].entries()) {
    const part = spoken[at + 1];
    const value = part === undefined ? 0 : parseNumber(part);
    if (value === null) return null;
    total += value * worth;
  }
  return Math.round(total * 1e6) / 1e6;
}
