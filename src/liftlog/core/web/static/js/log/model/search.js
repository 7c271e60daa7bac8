// @ts-check
/**
 * Finds exercises by part of a name, in any word order, with typing errors. Ranks them as
 * `core/exercises/search` does.
 */

import {
  ACCENTS,
  APOSTROPHES,
  DIRECTIONS,
  EMPTY_WORDS,
  FIT,
  IMPLEMENTS,
  SPELLINGS,
} from "./search_rules.js";

const ACCENT = new RegExp(`[${ACCENTS}]`, "g");
const APOSTROPHE = new RegExp(`[${APOSTROPHES}]`, "g");

/** @param {string} text */
const folded = (text) =>
  text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(APOSTROPHE, "")
    .normalize("NFKD")
    .replace(ACCENT, "")
    .normalize("NFKC")
    .toLowerCase();

/**
 * By which what is typed is a name, as far as a ranking needs it: marks and signs count.
 * @param {string} name
 */
const nameKey = (name) =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ς", "σ")
    .normalize("NFC")
    .trim()
    .replace(/\s+/g, " ");

/** @param {string} word */
function singular(word) {
  if (/(sses|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.length > 2 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** @param {string} word */
const spelled = (word) => SPELLINGS[word] ?? SPELLINGS[singular(word)] ?? singular(word);

/**
 * The words of a name in order and in one spelling: "Pull-ups (DB)" is pull, up, dumbbell.
 * @param {string} name
 */
export function nameWords(name) {
  const plain = folded(name).split(/[^\p{L}\p{N}\p{M}]+/u);
  let words = plain.filter(Boolean).map(spelled).join(" ");
  for (const [phrase, direction] of Object.entries(DIRECTIONS))
    words = words.replaceAll(phrase, direction);
  const all = words.split(" ").filter(Boolean);
  const meaningful = all.filter((word) => !EMPTY_WORDS.includes(word));
  return meaningful.length ? meaningful : all;
}

/**
 * How many letters to change, add, leave out or exchange with the next one.
 * @param {string} one
 * @param {string} other
 */
function slips(one, other) {
  /** @type {number[][]} */
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let at = 1; at <= one.length; at++) {
    rows.push([at]);
    for (let to = 1; to <= other.length; to++) {
      const same = one[at - 1] === other[to - 1];
      let least = Math.min(
        rows[at - 1][to] + 1,
        rows[at][to - 1] + 1,
        rows[at - 1][to - 1] + (same ? 0 : 1),
      );
      if (at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1])
        least = Math.min(least, rows[at - 2][to - 2] + 1);
      rows[at].push(least);
    }
  }
  return rows[one.length][other.length];
}

/**
 * @param {string} typed
 * @param {string} word
 */
function begun(typed, word) {
  if (typed === word) return 1;
  return FIT.beginning + ((1 - FIT.beginning) * typed.length) / word.length;
}

/**
 * Compares with the whole word and with as much of it as was typed: it may be unfinished.
 * @param {string} typed
 * @param {string} word
 */
function slipped(typed, word) {
  const allowed = typed.length >= FIT.two_slips_from ? 2 : 1;
  const whole = slips(typed, word);
  if (whole <= allowed) return FIT.slipped * (1 - whole / typed.length);
  const part = slips(typed, word.slice(0, typed.length));
  return part <= allowed ? FIT.slipped * FIT.beginning * (1 - part / typed.length) : 0;
}

/**
 * How well each word fits the typed one, from 0 to 1; words that don't are left out.
 * @param {string} typed
 * @param {Set<string>} vocabulary
 */
function fitsOf(typed, vocabulary) {
  /** @type {Map<string, number>} */
  const fits = new Map();
  for (const word of vocabulary) if (word.startsWith(typed)) fits.set(word, begun(typed, word));
  if (fits.size || typed.length < FIT.one_slip_from) return fits;
  for (const word of vocabulary) {
    const fitness = slipped(typed, word);
    if (fitness > 0) fits.set(word, fitness);
  }
  return fits;
}

/** @param {string} name */
function phraseOf(name) {
  const words = nameWords(name);
  return { words, joined: words.slice(1).map((word, at) => words[at] + word) };
}

/**
 * A candidate taken apart: `parts` are the beginnings and ends of its name without what is in
 * parentheses, which `implement` sorts.
 * @param {Named} candidate
 */
function entryOf(candidate) {
  const [plain, variant = ""] = candidate.name.split(/\((.*)/s);
  const base = nameWords(plain);
  const parts = base.flatMap((_, cut) => [base.slice(cut), base.slice(0, cut + 1)]);
  const implement = IMPLEMENTS.indexOf(variant.replace(/[) ]+$/, "").toLowerCase());
  const names = [candidate.name, ...(candidate.aliases ?? [])];
  return {
    candidate,
    keys: names.map(nameKey),
    phrases: names.map(phraseOf),
    base: base.join(" "),
    parts: new Set(parts.map((part) => part.join(" "))),
    implement: implement < 0 ? IMPLEMENTS.length : implement,
  };
}

/**
 * @param {{ words: string[], joined: string[] }} phrase
 * @param {Map<string, number>[]} fits
 */
function phraseScore({ words, joined }, fits) {
  let total = 0;
  for (const fit of fits) {
    const best = (/** @type {string[]} */ among) =>
      Math.max(0, ...among.map((word) => fit.get(word) ?? 0));
    const fitness = Math.max(best(words), FIT.joined * best(joined));
    if (!fitness) return 0;
    total += fitness;
  }
  // A name of many words must not sink to 0, which is "does not fit".
  return Math.max(total / fits.length + FIT.per_word * words.length, 0.01);
}

/**
 * 0 when nothing fits. A lift that comes in many variants is a usual one and goes first.
 * @param {ReturnType<typeof entryOf>} entry
 * @param {Map<string, number>[]} fits
 * @param {Map<string, number>} variants
 */
function scoreOf({ phrases, base }, fits, variants) {
  let [name, ...aliases] = phrases.map((phrase) => phraseScore(phrase, fits));
  if (name)
    name += FIT.name_not_alias + FIT.from_the_start * Number(fits[0].has(phrases[0].words[0]));
  const best = Math.max(name, ...aliases);
  return best && best + FIT.per_variant * Math.min(variants.get(base) ?? 0, FIT.variants_max);
}

/**
 * How a name or an alias fits as a whole: 0 is best, up to 1 it is what was typed.
 * @param {ReturnType<typeof entryOf>} entry
 * @param {string} key
 * @param {string[]} typed
 */
function rankOf({ keys, phrases }, key, typed) {
  const place = keys.indexOf(key);
  if (place >= 0) return Math.min(place, 1);
  const all = phrases.map(({ words }) => words);
  const text = typed.join(" ");
  if (all.some((words) => words.join(" ") === text)) return 2;
  const sorted = [...typed].sort().join(" ");
  if (all.some((words) => [...words].sort().join(" ") === sorted)) return 3;
  // The last word may be unfinished.
  if (all[0].join(" ").startsWith(text)) return 4;
  return all.some((words) => typed.every((word) => words.includes(word))) ? 5 : 6;
}

/**
 * @param {string} one
 * @param {string} other
 */
const compared = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/**
 * The likeliest candidates, best first; none for a query without words.
 * @template {Named} Candidate
 * @param {string} query
 * @param {Candidate[]} candidates
 * @returns {Candidate[]}
 */
export function search(query, candidates) {
  const entries = candidates.map(entryOf);
  const phrases = entries.flatMap((entry) => entry.phrases);
  const vocabulary = new Set(phrases.flatMap(({ words, joined }) => [...words, ...joined]));
  const typed = nameWords(query.slice(0, FIT.query_max)).slice(0, FIT.query_words_max);
  const fits = typed.map((word) => fitsOf(word, vocabulary));
  const fitting = fits.length > 0 && fits.every((fit) => fit.size);
  const key = nameKey(query);
  /** @type {Map<string, number>} */
  const variants = new Map();
  for (const { parts } of entries)
    for (const part of parts) variants.set(part, (variants.get(part) ?? 0) + 1);
  const found = entries
    .map((entry) => ({
      ...entry,
      rank: rankOf(entry, key, typed),
      score: fitting ? scoreOf(entry, fits, variants) : 0,
    }))
    .filter(({ rank, score }) => rank < 2 || score > 0)
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        other.score - one.score ||
        one.implement - other.implement ||
        compared(one.candidate.name.toLowerCase(), other.candidate.name.toLowerCase()),
    );
  return found.map(({ candidate }) => /** @type {Candidate} */ (candidate));
}

/**
 * When each exercise was trained last, in milliseconds since 1970.
 * @param {Snapshot} snapshot
 */
function lastTrained({ workouts }) {
  /** @type {Map<string, number>} */
  const trained = new Map();
  for (const { started_at, exercises } of workouts.values()) {
    const at = Date.parse(started_at) || 0;
    for (const { exercise_id: id } of exercises)
      if (at > (trained.get(id) ?? 0)) trained.set(id, at);
  }
  return trained;
}

/**
 * Exercises for the picker: the likeliest for a query; without one those trained last, then by
 * name.
 * @param {Snapshot} snapshot
 */
export function picked(snapshot, { query = "", muscle = "", equipment = "" } = {}) {
  const works = (/** @type {string[]} */ muscles) => muscles.includes(muscle);
  const fitting = [...snapshot.exercises.values()].filter(
    (one) =>
      !one.archived &&
      (!muscle || works(one.primary_muscles) || works(one.secondary_muscles)) &&
      (!equipment || one.equipment === equipment),
  );
  if (query.trim()) return search(query, fitting);
  const trained = lastTrained(snapshot);
  const at = (/** @type {Exercise} */ one) => trained.get(one.id) ?? 0;
  return fitting.sort((one, other) => at(other) - at(one) || one.name.localeCompare(other.name));
}
