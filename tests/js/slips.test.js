// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { probablyMeant } from "../../src/liftlog/core/web/static/js/log/model/slips.js";
import { set } from "./workouts.js";

const BEST = { top_weight_kg: 100 };

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
