// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { recordsOf } from "../../src/liftlog/core/web/static/js/log/model/records.js";
import { set } from "./workouts.js";

/** @type {Best} */
const BEST = {
  exercise_id: "bench",
  one_rep_max_kg: 116.667,
  by_reps: [
    [5, 100],
    [8, 90],
  ],
  top_weight_kg: 100,
  standing: {
    "weight:5": 100,
    "weight:8": 90,
    "one_rep_max:epley": 116.667,
    set_volume: 720,
    session_volume: 2000,
    reps: 8,
  },
};

/** @type {[string, LoggedSet[], [string, string][]][]} */
const RECORDS = [
  ["equal", [set(100)], []],
  [
    "heavier",
    [set(102.5)],
    [
      ["one_rep_max:epley", "a"],
      ["weight:5", "a"],
    ],
  ],
  ["an estimate alone", [set(100, 6)], [["one_rep_max:epley", "a"]]],
  ["more reps", [set(60, 9)], [["reps", "a"]]],
  [
    "repeated",
    [set(102.5), set(102.5, 5, { id: "b" })],
    [
      ["one_rep_max:epley", "a"],
      ["weight:5", "a"],
    ],
  ],
  [
    "beaten again on the same day",
    [set(102.5), set(105, 5, { id: "b" })],
    [
      ["one_rep_max:epley", "b"],
      ["weight:5", "b"],
    ],
  ],
  ["a weight of reps that were never done", [set(120, 1)], [["one_rep_max:epley", "a"]]],
  ["a warm-up", [set(140, 5, { kind: "warm_up" })], []],
  ["a failed try", [set(140, 0)], []],
  [
    "the volume of the workout, by the set that completed it",
    ["a", "b", "c", "d", "e"].map((id) => set(90, 5, { id })),
    [["session_volume", "e"]],
  ],
];

for (const [name, sets, records] of RECORDS)
  test(`a record beats what stood before the workout: ${name}`, () =>
    assert.deepEqual(
      recordsOf(sets, BEST, "epley", "weight_reps").map((one) => [one.line, one.set]),
      records,
    ));

test("a first time sets no record", () =>
  assert.deepEqual(recordsOf([set(100)], null, "epley", "weight_reps"), []));

test("a device that an older version told of bests knows records of weight and 1RM", () => {
  const { standing: _, ...older } = BEST;
  const found = recordsOf([set(102.5)], /** @type {Best} */ (older), "epley", "weight_reps");
  assert.deepEqual(
    found.map((one) => one.line),
    ["one_rep_max:epley", "weight:5"],
  );
});
