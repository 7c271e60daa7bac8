// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../../src/liftlog/core/web/static/js/log/model/plates.js";
import { ramp } from "../../src/liftlog/core/web/static/js/log/model/warm_up.js";

const KG = [25, 20, 15, 10, 5, 2.5, 1.25];
const LB = [45, 35, 25, 10, 5, 2.5];

/** @type {[number, number, number[], number[] | null][]} */
const LOADS = [
  [20, 20, KG, []],
  [102.5, 20, KG, [25, 15, 1.25]],
  [142.5, 20, KG, [25, 25, 10, 1.25]],
  [225, 45, LB, [45, 45]],
  [65, 20, [20, 15], null],
  [90, 20, [20, 15], [20, 15]],
  // The largest first would leave 5 that no plate makes: 15 and 15 do.
  [80, 20, [25, 15], [15, 15]],
  [27.5, 20, [2.5, 1.25], [2.5, 1.25]],
];

for (const [weight, bar, sizes, side] of LOADS)
  test(`plates for each side are exact: ${weight} on ${bar} by ${sizes}`, () => {
    const found = load(weight, bar, sizes);
    assert.equal(found.exact, side !== null);
    if (side) assert.deepEqual(found.side, side);
  });

test("of a weight that no plates make the neighbours are named", () => {
  const between = load(101, 20, KG);
  assert.deepEqual([between.exact, between.below, between.above], [false, 100, 102.5]);
  const light = load(15, 20, KG);
  assert.deepEqual([light.side, light.exact, light.above], [[], false, 20]);
  assert.equal(load(60, 20, []).exact, false);
});

/** @type {[number, number, number, [number, number][]][]} */
const RAMPS = [
  [
    100,
    20,
    2.5,
    [
      [20, 10],
      [40, 5],
      [60, 3],
      [80, 2],
      [90, 1],
    ],
  ],
  [
    30,
    20,
    2.5,
    [
      [20, 10],
      [22.5, 2],
      [25, 1],
    ],
  ],
  [20, 20, 2.5, []],
  [
    40,
    0,
    2,
    [
      [16, 5],
      [24, 3],
      [32, 2],
      [36, 1],
    ],
  ],
  [
    225,
    45,
    5,
    [
      [45, 10],
      [90, 5],
      [135, 3],
      [180, 2],
      [200, 1],
    ],
  ],
  [0, 0, 2.5, []],
];

for (const [weight, bar, step, sets] of RAMPS)
  test(`a ramp rises to the working weight and never reaches it: ${weight} on ${bar}`, () =>
    assert.deepEqual(
      ramp(weight, bar, step).map((one) => [one.weight, one.reps]),
      sets,
    ));

test("a ramp is in steps that are no hundredths, and in what the plates make", () => {
  /** @param {[number, number, number, number[]?]} given */
  const weights = (...given) => ramp(...given).map((one) => one.weight);
  assert.deepEqual(weights(44.25, 0, 1.125), [16.875, 25.875, 34.875, 39.375]);
  assert.deepEqual(weights(100, 20, 2.5, [20, 10, 5]), [20, 40, 60, 80, 90]);
  assert.deepEqual(weights(70, 20, 2.5, [20, 10, 5]), [20, 40, 50, 60]);
  assert.deepEqual(weights(70, 20, 2.5, [20]), [20, 60]);
});
