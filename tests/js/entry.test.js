// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  parseAmount,
  parseLine,
  parseTimedLine,
} from "../../src/liftlog/core/web/static/js/log/model/entry.js";
import { parseNumber, parseTime } from "../../src/liftlog/core/web/static/js/log/model/typed.js";
import { entered } from "../../src/liftlog/core/web/static/js/log/model/units.js";

/**
 * @param {number} sets
 * @param {number} reps
 * @param {number | null} weight
 */
const line = (sets, reps, weight = null, more = {}) => ({
  sets,
  reps,
  weight,
  weight_unit: null,
  rpe: null,
  kind: null,
  ...more,
});

const LINES = {
  "3x5 100 @8": line(3, 5, 100, { rpe: 8 }),
  "3x5 @8 100kg": line(3, 5, 100, { rpe: 8, weight_unit: "kg" }),
  "3 × 5 102,5": line(3, 5, 102.5),
  "100x5": line(1, 5, 100),
  "5x100": line(1, 5, 100),
  "102,5 x 5 x 3": line(3, 5, 102.5),
  "225lb x 5": line(1, 5, 225, { weight_unit: "lb" }),
  "3x5": line(3, 5),
  "25x5": line(1, 5, 25),
  "5 100": line(1, 5, 100),
  8: line(1, 8),
  "8 @9.5": line(1, 8, null, { rpe: 9.5 }),
  "w 60x8": line(1, 8, 60, { kind: "warm_up" }),
  "f 100x5": line(1, 5, 100, { kind: "failure" }),
  "62.5*8": line(1, 8, 62.5),
  "1,500.5kg x 5": line(1, 5, 1500.5, { weight_unit: "kg" }),
  "1'000kg x 5": line(1, 5, 1000, { weight_unit: "kg" }),
  "1\u00a0000 kg x 5": line(1, 5, 1000, { weight_unit: "kg" }),
  "３ｘ５ １００ ＠８": line(3, 5, 100, { rpe: 8 }),
  "٣×٥ ١٠٢٫٥": line(3, 5, 102.5),
  "३x५ १००": line(3, 5, 100),
};

for (const [text, meant] of Object.entries(LINES))
  test(`a typed line is understood: ${text}`, () => assert.deepEqual(parseLine(text), meant));

const NOT_LINES = [
  "",
  "bench",
  "3x",
  "x5",
  "3x5x2x2",
  "100 @11",
  "5 100 @8.3",
  "0x0",
  "99x50000",
  "1 2 3",
  "1,500kg x 5",
  "22.046lb x 5",
  "5 100.0005",
  "5 1,500",
  "5 100 @8,500",
  "3x8x20",
  "10x12",
];

for (const text of NOT_LINES)
  test(`a line is refused rather than guessed: ${text}`, () => assert.equal(parseLine(text), null));

/** @type {[string, [number, number, number | null] | null][]} */
const TIMED = [
  ["60", [1, 60, null]],
  ["1:15", [1, 75, null]],
  ["3x45s @8", [3, 45, 8]],
  ["w 30", [1, 30, null]],
  ["1 min", [1, 60, null]],
  ["2x1 min 30 s @8", [2, 90, 8]],
  ["1h30m", [1, 5400, null]],
  ["7x60", null],
  ["90.0005", null],
  ["604801", null],
  ["60 100", null],
  ["0", null],
  ["60 @11", null],
];

for (const [text, meant] of TIMED)
  test(`a line for a timed exercise is a time: ${text}`, () => {
    const found = parseTimedLine(text);
    if (!meant) return assert.equal(found, null);
    assert.deepEqual([found?.sets, found?.duration_s, found?.rpe], meant);
    assert.equal(found?.reps, null);
  });

/** @type {[string, number | null][]} */
const NUMBERS = [
  ["102.5", 102.5],
  ["102,5", 102.5],
  [" 80 ", 80],
  ["1,25", 1.25],
  ["", null],
  ["-5", null],
  ["1e3", null],
  ["1.2.3", null],
  ["NaN", null],
  ["1500", 1500],
  ["1,500", null],
  ["12,500", null],
  ["0,125", 0.125],
  ["1,500.5", 1500.5],
];

for (const [text, value] of NUMBERS)
  test(`a number has a comma or a point: ${text}`, () => assert.equal(parseNumber(text), value));

for (const value of [1500, 1234.5, 100, 102.125, 0])
  test(`a number in a field is read back as itself: ${value}`, () =>
    assert.equal(parseNumber(entered(value)), value));

/** @type {[string, number | null][]} */
const TIMES = [
  ["75", 75],
  ["1:15", 75],
  ["1:02:03", 3723],
  ["1:2:3:4", null],
  ["x", null],
];

for (const [text, seconds] of TIMES)
  test(`a time is seconds, or minutes and seconds: ${text}`, () =>
    assert.equal(parseTime(text), seconds));

/** @type {[string, string, string, number | null, string | null][]} */
const AMOUNTS = [
  ["reps", "10000", "kg", 10_000, null],
  ["reps", "10001", "kg", null, "wrongMost"],
  ["reps", "5.5", "kg", null, "wrongReps"],
  ["weight", "2000", "kg", 2000, null],
  ["weight", "2000.5", "kg", null, "wrongMost"],
  ["weight", "4409", "lb", 4409, null],
  ["weight", "4410", "lb", null, "wrongMost"],
  ["bar_g", "100", "kg", 100, null],
  ["bar_g", "100.5", "kg", null, "wrongMost"],
  ["bar_g", "220", "lb", 220, null],
  ["bar_g", "221", "lb", null, "wrongMost"],
  ["increment_g", "0", "kg", null, "wrongNumber"],
  ["rest_s", "1:00:00", "kg", 3600, null],
  ["rest_s", "3601", "kg", null, "wrongMost"],
  ["distance", "1000", "km", 1000, null],
  ["distance", "1001", "km", null, "wrongMost"],
  ["duration_s", "x", "kg", null, "wrongTime"],
  ["weight", "", "kg", null, null],
];

for (const [name, text, unit, value, wrong] of AMOUNTS)
  test(`a field keeps to the server's limits: ${name} ${text} ${unit}`, () =>
    assert.deepEqual(
      [parseAmount(name, text, unit).value, parseAmount(name, text, unit).wrong],
      [value, wrong],
    ));

/** @type {[string, string, string, number, string][]} */
const WITH_UNITS = [
  ["weight", "100 kg", "lb", 100, "kg"],
  ["weight", "225LBS", "kg", 225, "lb"],
  ["weight", "22.125", "kg", 22.125, "kg"],
  ["distance", "2 km", "m", 2, "km"],
  ["bar_g", "20kg", "lb", 20, "kg"],
  ["duration_s", "90 s", "kg", 90, "kg"],
  ["duration_s", "1:30.5", "kg", 90.5, "kg"],
  ["rest_s", "2 min", "kg", 120, "kg"],
];

for (const [name, text, field, value, unit] of WITH_UNITS)
  test(`a unit typed in a field outweighs that of the field: ${name} ${text}`, () => {
    const found = parseAmount(name, text, field);
    assert.deepEqual([found.value, found.wrong, found.unit], [value, null, unit]);
  });

/** @type {[string, string, string, string, object | undefined][]} */
const TOLD = [
  ["weight", "1,250", "lb", "wrongTwoWays", { typed: "1,250", one: "1250", other: "1.25" }],
  ["reps", "1.000", "kg", "wrongTwoWays", { typed: "1.000", one: "1000", other: "1" }],
  ["weight", "22.046", "lb", "wrongStep", { step: "0.01 lb" }],
  ["weight", "0.0004", "kg", "wrongStep", { step: "0.001 kg" }],
  ["bar_g", "22.046", "lb", "wrongStep", { step: "0.01 lb" }],
  ["rest_s", "1.5", "kg", "wrongStep", { step: "1 s" }],
  ["weight", "5 km", "kg", "wrongNumber", undefined],
];

for (const [name, text, field, wrong, places] of TOLD)
  test(`what can't be kept as typed is told: ${name} ${text}`, () => {
    const found = parseAmount(name, text, field);
    assert.deepEqual([found.value, found.wrong, found.places], [null, wrong, places]);
  });

test("a typed line keeps to the weight limit of the lifter's unit", () => {
  assert.equal(parseLine("5 2100"), null);
  assert.equal(parseLine("5 2100", "lb")?.weight, 2100);
  assert.equal(parseLine("5 4500", "lb"), null);
});
