// @ts-check
/**
 * Any set in either unit: shown in the form, read back and saved, it is as it was.
 * LIFTLOG_PHONE_EXAMPLES says how many are made up; `make walks` takes many and prints counts.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAmount } from "../../src/liftlog/core/web/static/js/log/model/entry.js";
import { STEPS } from "../../src/liftlog/core/web/static/js/log/model/rules.js";
import { entered, inUnit } from "../../src/liftlog/core/web/static/js/log/model/units.js";
import * as model from "../../src/liftlog/core/web/static/js/log/model/workout.js";
import { bench, set, snapshot } from "./workouts.js";
import "./page.js";

const { clock } = await import("../../src/liftlog/core/web/static/js/log/text.js");

const EXAMPLES = Number(process.env.LIFTLOG_PHONE_EXAMPLES ?? 3000);
/** @type {Unit[]} */
const UNITS = ["kg", "lb"];

/** The same numbers each time (Numerical Recipes, 2nd edition, 7.1). */
function randomNumbers(seed = 1) {
  let state = seed;
  /** @param {number} end */
  return (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

/** @param {number} amount @param {string} unit */
const onStep = (amount, unit) => Number((amount * STEPS[unit]).toFixed(5));

test("a set that nobody changed is saved as it was, and repeated as it was", () => {
  const below = randomNumbers();
  for (let at = 0; at < EXAMPLES; at++) {
    const weightUnit = UNITS[below(2)];
    const account = UNITS[below(2)];
    const distanceUnit = ["m", "km", "yd", "mi"][below(4)];
    const done = set(onStep(below(300_000), weightUnit), below(30), {
      weight_unit: weightUnit,
      distance: below(2) ? onStep(below(2_000_000), distanceUnit) : null,
      distance_unit: /** @type {any} */ (distanceUnit),
      duration_s: below(2) ? below(7_200_000) / 1000 : null,
    });
    if (done.distance === null) done.distance_unit = null;
    const shown = {
      weight: entered(inUnit(done.weight, done.weight_unit, account)),
      reps: entered(done.reps),
      distance: entered(done.distance),
      duration_s: done.duration_s ? clock(done.duration_s) : "",
    };
    /** @type {Record<string, any>} */
    const values = { kind: done.kind, rpe: done.rpe };
    for (const [name, text] of Object.entries(shown)) {
      const unit = name === "distance" ? (done.distance_unit ?? "m") : account;
      const read = parseAmount(name, text, unit);
      assert.equal(read.wrong, null, `${name} ${text} of ${JSON.stringify(done)}`);
      values[name] = read.value;
      if (name === "weight" || name === "distance")
        values[`${name}_unit`] = read.value === null ? null : read.unit;
    }
    assert.deepEqual(model.edited(done, values, account), {}, JSON.stringify(done));
    const open = bench([], [done]);
    const next = model.nextSet(snapshot([], { unit: account }), open, open.exercises[0]);
    assert.deepEqual([next.weight, next.weight_unit], [done.weight, done.weight_unit]);
  }
  if (process.env.LIFTLOG_PHONE_EXAMPLES) console.log(`${EXAMPLES} sets shown, read and saved`);
});
