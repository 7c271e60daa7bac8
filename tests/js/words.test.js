// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "./page.js";
import { set } from "./workouts.js";

const LOG = "../../src/liftlog/core/web/static/js/log";
const { t } = await import(`${LOG}/text.js`);
const { line, short } = await import(`${LOG}/views/set_words.js`);

test("what was lifted in another unit is shown in that of the lifter", () => {
  const pounds = set(225, 5, { weight_unit: "lb" });
  const sets = [pounds, { ...pounds, reps: 4 }, set(100, 3)];
  for (const [unit, one, all] of [
    ["kg", "102.06 × 5", "102.06 × 5, 4, 100 × 3"],
    ["lb", "225 × 5", "225 × 5, 4, 220.46 × 3"],
  ]) {
    assert.equal(short(pounds, unit).replaceAll("\u00a0", " "), one);
    assert.equal(line(sets, unit).replaceAll("\u00a0", " "), all);
  }
});

test("what is counted is in the plural form of its number", () => {
  Object.assign(words, {
    repsCountOne: "{n} rep",
    repsCountOther: "{n} reps",
    setNumber: "Set {n}",
  });
  assert.equal(t("repsCount", { n: 1 }), "1 rep");
  assert.equal(t("repsCount", { n: 0 }), "0 reps");
  assert.equal(t("repsCount", { n: 5 }), "5 reps");
  assert.equal(t("setNumber", { n: 1 }), "Set 1");
});
