// @ts-check
/** The same examples as tests/contract/test_vectors.py asks the domain: `make vectors` makes them. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { apply, emptyDocuments } from "../../src/liftlog/core/web/static/js/log/model/documents.js";
import { parseLine, UNITS } from "../../src/liftlog/core/web/static/js/log/model/entry.js";
import { load } from "../../src/liftlog/core/web/static/js/log/model/plates.js";
import {
  estimate,
  isLowConfidence,
  recordsOf,
} from "../../src/liftlog/core/web/static/js/log/model/records.js";
import { search } from "../../src/liftlog/core/web/static/js/log/model/search.js";
import { totals } from "../../src/liftlog/core/web/static/js/log/model/totals.js";
import {
  parseNumber,
  parseTime,
  readings,
  splitUnit,
} from "../../src/liftlog/core/web/static/js/log/model/typed.js";
import {
  inUnit,
  kilograms,
  ofGrams,
  toGrams,
} from "../../src/liftlog/core/web/static/js/log/model/units.js";
import { ramp } from "../../src/liftlog/core/web/static/js/log/model/warm_up.js";
import { set } from "./workouts.js";

const FOLDER = new URL("../contract/vectors/", import.meta.url);

/** @param {Partial<LoggedSet>[]} sets */
const whole = (sets) => sets.map((one, at) => set(null, null, { ...one, id: String(at) }));

/**
 * What the phone answers, in the form of the committed answer.
 * @type {Record<string, (asked: any, answer: any) => unknown>}
 */
const ANSWERS = {
  totals: ({ exercises }) =>
    totals(
      exercises.map((/** @type {any} */ one) => ({ load: one.load_kind, sets: whole(one.sets) })),
    ),
  records({ load_kind, formula, today }, { standing }) {
    const best = { exercise_id: "", one_rep_max_kg: null, by_reps: [], top_weight_kg: null };
    const found = recordsOf(whole(today), { ...best, standing }, formula, load_kind);
    return {
      standing,
      records: found.map(({ line, set: id, value }) => ({ line, set: Number(id), value })),
    };
  },
  one_rep_max: ({ formula, kg, reps, rpe }) => ({
    one_rep_max_kg: estimate(formula, kg, reps, rpe),
    low_confidence: isLowConfidence(formula, reps, rpe),
  }),
  units: ({ weight, unit, other }) => ({
    kg: kilograms({ weight, weight_unit: unit }),
    grams: toGrams(weight, unit),
    of_grams: ofGrams(toGrams(weight, unit), unit),
    in_other: inUnit(weight, unit, other),
  }),
  merging({ operations }) {
    const documents = emptyDocuments();
    for (const one of operations) apply(documents, one);
    /** @param {string[]} names @param {any} one */
    const only = (names, one) => Object.fromEntries(names.map((name) => [name, one[name]]));
    /** @type {any[]} */
    const workouts = [...documents.workouts.values()].map((workout) => ({
      ...only(["id", "title", "note", "running", "duration_s"], workout),
      exercises: workout.exercises.map((entry) => ({
        ...only(["id", "position", "note"], entry),
        sets: entry.sets.map((one) => only(["id", "position", "reps", "note"], one)),
      })),
    }));
    return workouts.sort((one, other) => (one.id < other.id ? -1 : 1));
  },
  search: ({ query, exercises }) =>
    search(
      query,
      exercises.map((/** @type {string[]} */ [name, ...aliases]) => ({ name, aliases })),
    ).map((one) => one.name),
  typed({ text, field }) {
    const isTime = field === "seconds" || field === "minutes";
    const [amount, word] = isTime || field === "number" ? [text, ""] : splitUnit(text);
    const unit = word === "" ? null : UNITS[field][word];
    const both = readings(amount);
    if (unit === undefined) return {};
    if (both) return { readings: both };
    const value = isTime ? parseTime(text, field === "minutes") : parseNumber(amount);
    if (value === null) return {};
    return isTime || field === "number" ? { value } : { value, unit };
  },
  lines: (_asked, { text }) => ({ text, means: parseLine(text) }),
  warm_ups: ({ weight, bar, step, sizes }) =>
    ramp(weight, bar, step, sizes).map((one) => [one.weight, one.reps]),
  plates({ weight, bar, sizes }) {
    const { side, exact, below, above } = load(weight, bar, sizes);
    const total = bar + 2 * side.reduce((sum, size) => sum + size, 0);
    if (below !== null) assert.ok(Math.abs(total - below) < 1e-9, `${side} is not ${below}`);
    return { exact, below, above };
  },
};

/**
 * Equal, but for the last bits of a float.
 * @param {any} found
 * @param {any} answer
 * @returns {boolean}
 */
function isSame(found, answer) {
  if (typeof found === "number" && typeof answer === "number")
    return Math.abs(found - answer) <= 1e-9 * Math.max(1, Math.abs(answer));
  if (found === null || answer === null || typeof found !== "object") return found === answer;
  const names = [...new Set([...Object.keys(found), ...Object.keys(answer)])];
  return names.every((name) => isSame(found[name], answer[name]));
}

test("every topic of the committed examples is asked", () => {
  const topics = readdirSync(FOLDER).map((name) => name.replace(".json", ""));
  assert.deepEqual(topics.sort(), Object.keys(ANSWERS).sort());
});

for (const [topic, answerOf] of Object.entries(ANSWERS))
  test(`phone and server agree: ${topic}`, () => {
    const cases = JSON.parse(readFileSync(new URL(`${topic}.json`, FOLDER), "utf8"));
    assert.ok(cases.length >= 50);
    const wrong = cases
      .map((/** @type {any} */ one) => ({ ...one, found: answerOf(one.asked, one.answer) }))
      .filter((/** @type {any} */ one) => !isSame(one.found, one.answer));
    const shown = JSON.stringify(wrong[0], null, 1);
    assert.equal(wrong.length, 0, `${wrong.length} of ${cases.length}, the first: ${shown}`);
  });
