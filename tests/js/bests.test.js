// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { probablyMeant, recordsOf } from "../../src/liftlog/core/web/static/js/log/model/bests.js";
import { set } from "./workouts.js";

/** @type {Best} */
const BEST = {
  exercise_id: "bench",
  one_rep_max_kg: 116.7,
  by_reps: [
    [5, 100],
    [8, 90],
  ],
  top_weight_kg: 100,
};

/** @type {[number, number | null][]} */
const DOUBTS = [
  [162.5, 62.5],
  [1025, 102.5],
  [130, null],
  [105, null],
  [131, 100],
  [100, null],
];

for (const [weight, meant] of DOUBTS)
  test(`a weight is doubted only far above the heaviest: ${weight}`, () =>
    assert.equal(probablyMeant(set(weight), BEST), meant));

test("nothing is doubted without a history", () => {
  assert.equal(probablyMeant(set(500), null), null);
  assert.equal(probablyMeant(set(162.5), { top_weight_kg: 0 }), null);
  assert.equal(probablyMeant(set(225, 5, { weight_unit: "lb" }), BEST), null);
});

/** @type {[string, LoggedSet[], [string, string][]][]} */
const RECORDS = [
  ["equal", [set(100)], []],
  ["heavier", [set(100.5)], [["a", "weight"]]],
  ["estimate", [set(100, 6)], [["a", "1rm"]]],
  ["reps", [set(92.5, 7)], [["a", "reps"]]],
  ["repeated", [set(102.5), set(102.5, 5, { id: "b" })], [["a", "weight"]]],
  [
    "twice",
    [set(102.5), set(105, 5, { id: "b" })],
    [
      ["a", "weight"],
      ["b", "weight"],
    ],
  ],
  ["warm-up", [set(140, 5, { kind: "warm_up" })], []],
];

for (const [name, sets, records] of RECORDS)
  test(`a record beats everything before it: ${name}`, () =>
    assert.deepEqual(
      [...recordsOf(sets, BEST, "epley")].map(([id, one]) => [id, one.kind]),
      records,
    ));

test("a first time sets no record", () =>
  assert.equal(recordsOf([set(100)], null, "epley").size, 0));
