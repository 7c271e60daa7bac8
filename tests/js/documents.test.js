// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, emptyDocuments } from "../../src/liftlog/core/web/static/js/log/model/documents.js";

/**
 * @param {Operation["kind"]} kind
 * @param {string} target
 * @param {Record<string, any>} fields
 * @returns {Operation}
 */
const put = (kind, target, fields) => ({ id: "", stamp: "", kind, verb: "put", target, fields });
/**
 * @param {Operation["kind"]} kind
 * @param {string} target
 * @returns {Operation}
 */
const remove = (kind, target) => ({ ...put(kind, target, {}), verb: "delete" });
/**
 * @param {string} target
 * @param {number} position
 * @param {Record<string, any>} fields
 */
const oneSet = (target, position, fields = {}) =>
  put("set", target, {
    workout_id: "w",
    entry_id: "e",
    exercise_id: "row",
    position,
    ...fields,
  });

/** @param {Operation[]} operations */
function after(...operations) {
  const documents = emptyDocuments();
  const row = /** @type {Exercise} */ ({
    id: "row",
    name: "Barbell row",
    load_kind: "weight_reps",
  });
  documents.exercises.set("row", row);
  for (const one of operations) apply(documents, one);
  return documents;
}

/** @param {Operation[]} operations */
const workoutAfter = (...operations) => {
  const workouts = [...after(...operations).workouts.values()];
  assert.equal(workouts.length, 1);
  return workouts[0];
};
/** @param {Operation[]} operations */
const setsAfter = (...operations) =>
  [...after(...operations).workouts.values()].flatMap((workout) =>
    workout.exercises.flatMap((entry) => entry.sets.map((one) => one.id)),
  );

test("a set that comes before its workout and exercise is not lost", () => {
  const alone = oneSet("s", 0, { reps: 5 });
  assert.deepEqual(setsAfter(alone), ["s"]);
  const entry = { workout_id: "w", exercise_id: "row", position: 0, note: "slow" };
  const workout = workoutAfter(
    alone,
    put("workout", "w", { title: "Back" }),
    put("entry", "e", entry),
  );
  assert.equal(workout.title, "Back");
  assert.equal(workout.exercises[0].name, "Barbell row");
  assert.equal(workout.exercises[0].note, "slow");
  assert.equal(workout.exercises[0].sets[0].reps, 5);
});

test("sets are in order of position and never of id", () => {
  assert.deepEqual(setsAfter(oneSet("a", 2), oneSet("c", 0), oneSet("b", 1)), ["c", "b", "a"]);
});

test("an edit keeps what it does not name", () => {
  const first = oneSet("s", 0, { weight: 100, weight_unit: "lb", reps: 5 });
  const [one] = workoutAfter(first, put("set", "s", { reps: 4 })).exercises[0].sets;
  assert.deepEqual([one.weight, one.reps], [100, 4]);
  assert.ok(Math.abs((one.weight_kg ?? 0) - 45.359237) < 1e-6);
});

test("a deletion that is taken back brings back everything", () => {
  const first = oneSet("s", 0, { weight: 100, weight_unit: "kg", reps: 5 });
  assert.deepEqual(setsAfter(first, remove("set", "s")), []);
  for (const operations of [
    [remove("set", "s"), oneSet("s", 0)],
    [remove("workout", "w"), put("workout", "w", { note: "back" })],
    [remove("entry", "e"), put("entry", "e", { workout_id: "w" })],
  ])
    assert.equal(workoutAfter(first, ...operations).exercises[0].sets[0].reps, 5);
});

test("a set that moves stands in one place", () => {
  const other = put("entry", "other", { workout_id: "w", exercise_id: "row", position: 1 });
  const moved = oneSet("s", 0, { entry_id: "other" });
  const { exercises } = workoutAfter(oneSet("s", 0, { reps: 5 }), other, moved);
  assert.deepEqual(
    exercises.map((entry) => entry.sets.map((one) => one.id)),
    [[], ["s"]],
  );
  assert.equal(exercises[1].sets[0].reps, 5);
});

test("the first finish of a workout wins", () => {
  const workout = workoutAfter(
    put("workout", "w", { running: true, started_at: "2026-11-20T23:30:00+01:00" }),
    put("workout", "w", { running: false, duration_s: 1800 }),
    put("workout", "w", { running: false, duration_s: 9999 }),
  );
  assert.equal(workout.duration_s, 1800);
  assert.equal(workout.running, false);
  assert.equal(workout.day, "2026-11-20");
});

test("what somebody holds of a document never changes", () => {
  const documents = after(oneSet("s", 0));
  const held = documents.workouts.get("w");
  for (const one of [oneSet("t", 1), remove("set", "s"), oneSet("u", 2)]) apply(documents, one);
  assert.equal(held?.exercises[0].sets.length, 1);
  assert.equal(documents.workouts.get("w")?.exercises[0].sets.length, 2);
});
