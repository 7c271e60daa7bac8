// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import * as entries from "../../src/liftlog/core/web/static/js/log/model/entry.js";
import { inUnit } from "../../src/liftlog/core/web/static/js/log/model/units.js";
import * as model from "../../src/liftlog/core/web/static/js/log/model/workout.js";
import { bench, entry, exercise, ids, planned, set, snapshot, workout } from "./workouts.js";

/** @type {[number | null, number, number, number][]} */
const STEPS = [
  [100, 2.5, 1, 102.5],
  [1, 2.5, -1, 0],
  [102.5, 5, 1, 107.5],
  [0.3, 0.1, -1, 0.2],
  [null, 5, 1, 5],
];

for (const [value, step, direction, after] of STEPS)
  test(`a step is exact and never below nothing: ${value} ${direction * step}`, () =>
    assert.equal(model.stepped(value, step, direction), after));

/**
 * Exercises of two planned sets each, and what was logged in order.
 * @param {Record<string, number | null>} supersets
 * @param {string[]} logged
 */
function course(supersets, logged) {
  const exercises = Object.entries(supersets).map(([name, superset], position) =>
    entry(name, { position, superset, plan: [planned(`${name}0`), planned(`${name}1`)] }),
  );
  for (const [minute, name] of logged.entries()) {
    const { sets } = /** @type {Entry} */ (exercises.find((one) => one.id === name));
    const logged_at = `2026-11-20T18:${String(minute).padStart(2, "0")}:00Z`;
    sets.push(set(100, 5, { id: `${name}${sets.length}`, position: sets.length, logged_at }));
  }
  return workout(exercises);
}

// Two exercises of two sets each, as they were logged: the turn is whose set comes next.
const TURNS = [
  ["", "a"],
  ["a", "b"],
  ["ab", "a"],
  ["aba", "b"],
  ["b", "a"],
  ["aa", "b"],
  ["abab", "c"],
];

for (const [logged, turn] of TURNS)
  test(`whose turn it is in a superset after "${logged}"`, () =>
    assert.equal(model.nextEntry(course({ a: 1, b: 1, c: null }, [...logged]))?.id, turn));

test("an exercise that is done makes way for the first that is open", () => {
  const plain = { a: null, b: null, c: null };
  for (const [logged, comes] of [
    ["a", "a"],
    ["aa", "b"],
    ["bb", "c"],
    ["cc", "a"],
    ["aabbcc", "c"],
  ])
    assert.equal(model.nextEntry(course(plain, [...logged]))?.id, comes, logged);
  assert.equal(model.nextEntry(course(plain, ["a"]), "c")?.id, "c");
  assert.equal(model.nextEntry(course({}, [])), null);
});

test("a set has an id of its own and names its plan: of two devices neither is lost", () => {
  const plan = [planned("p1"), planned("p2")];
  const open = bench(plan, []);
  const following = model.nextSet(snapshot(), open, open.exercises[0]);
  assert.equal(following.plan_id, "p1");
  const put = model.putSet(open, open.exercises[0], "new", 0, following);
  assert.deepEqual([put.target, put.fields.plan_id], ["new", "p1"]);
  const both = ["phone", "desk"].map((id) => set(100, 5, { id, plan_id: "p1" }));
  assert.deepEqual(
    model.rowsOf(bench(plan, both).exercises[0], undefined).map((one) => [one.id, one.plan?.id]),
    [
      ["phone", "p1"],
      ["desk", "p1"],
      ["p2", "p2"],
    ],
  );
});

test("a set that was logged under the id of its plan still closes it", () => {
  const { exercises } = bench([planned("p1"), planned("p2")], [set(100, 5, { id: "p1" })]);
  assert.deepEqual(
    model.openPlans(exercises[0]).map((one) => one.id),
    ["p2"],
  );
});

test("another weight than planned goes on while the plan stays the same", () => {
  const plan = [planned("p1"), planned("p2"), planned("p3", 110)];
  const first = set(105, 5, { plan_id: "p1" });
  const second = set(105, 5, { id: "b", plan_id: "p2" });
  for (const [sets, weight] of /** @type {[LoggedSet[], number][]} */ ([
    [[first], 105],
    [[first, second], 110],
  ])) {
    const running = bench(plan, sets);
    assert.equal(model.nextSet(snapshot(), running, running.exercises[0]).weight, weight);
  }
});

test("undoing a logged set opens its plan again", () => {
  const before = bench([planned("p1")], []);
  const after = bench([planned("p1")], [set(100, 5, { id: "new", plan_id: "p1" })]);
  assert.deepEqual(
    model.undoing(before, after).map((one) => [one.verb, one.target]),
    [["delete", "new"]],
  );
});

test("swapping takes only what is open over to the other exercise", () => {
  const running = bench([planned("p1"), planned("p2")], [set(100, 5, { plan_id: "p1" })]);
  const { operations } = model.swapExercise(ids(), running, running.exercises[0], "squat");
  const plans = operations.map((one) => [
    one.target,
    one.fields.plan.map((/** @type {PlannedSet} */ plan) => plan.id),
  ]);
  assert.deepEqual(Object.fromEntries(plans), { a: ["p1"], new2: ["new1"] });
});

const POUNDS = set(225, 5, { weight_unit: "lb", rpe: 8, duration_s: 75.5 });

/** @type {[string, Record<string, any>, Record<string, any> | null][]} */
const EDITS = [
  ["nothing", {}, null],
  ["a note", { note: "Paused." }, { note: "Paused." }],
  ["an effort", { rpe: 9 }, { rpe: 9 }],
  ["no effort", { rpe: null }, { rpe: null }],
  ["a weight", { weight: 100 }, { weight: 100, weight_unit: "kg" }],
  ["a kind", { kind: "failure", reps: 4 }, { kind: "failure", reps: 4 }],
];

// A set of 225 lb shows as 102.06 kg and is 225 lb again after its note was edited.
for (const [name, said, changes] of EDITS)
  test(`an edit sends only what it changes: ${name}`, () => {
    const shown = { kind: "working", weight: 102.06, weight_unit: "kg", reps: 5, rpe: 8 };
    const values = { ...shown, note: "", duration_s: 75, ...said };
    const done = bench([], [POUNDS]);
    const found = model.editSet(done, done.exercises[0], POUNDS, values, "kg");
    const place = { workout_id: "w", entry_id: "a", exercise_id: "bench", position: 0 };
    assert.deepEqual(found?.fields ?? null, changes && { ...place, ...changes });
  });

test("editing what is planned keeps a range of reps", () => {
  const plan = planned("p1", 225, 5, { weight_unit: "lb", reps_min: 8, reps_max: 12 });
  const values = { kind: "working", weight: 102.06, weight_unit: "kg", reps: 12, rpe: 8 };
  const open = bench([plan], []);
  const effort = model.editPlan(open, open.exercises[0], plan, values, "kg");
  assert.deepEqual(effort?.fields.plan, [{ ...plan, rpe: 8 }]);
  const reps = model.editPlan(open, open.exercises[0], plan, { reps: 10 }, "kg");
  assert.deepEqual(reps?.fields.plan, [{ ...plan, reps_min: 10, reps_max: 10 }]);
});

test("undoing an edit touches only what was edited", () => {
  const [before, after] = ["", "Paused."].map((note) =>
    bench([], [set(100, 5, { note, plan_id: "p1" })]),
  );
  const [found, ...more] = model.undoing(before, after);
  assert.deepEqual(more, []);
  const place = { workout_id: "w", entry_id: "a", exercise_id: "bench", position: 0 };
  assert.deepEqual(found.fields, { ...place, note: "" });
});

/**
 * Exercises with plans of these kinds, and what was logged in order: [exercise, kind].
 * @param {Record<string, SetKind[]>} plans
 * @param {[string, SetKind][]} logged
 * @param {Record<string, number | null>} numbers
 */
function members(plans, logged, numbers = {}) {
  const exercises = Object.entries(plans).map(([name, kinds], position) =>
    entry(name, {
      position,
      superset: name in numbers ? numbers[name] : 1,
      plan: kinds.map((kind, at) => planned(`${name}${at}`, 100, 5, { kind })),
    }),
  );
  for (const [minute, [name, kind]] of logged.entries()) {
    const { sets, plan } = /** @type {Entry} */ (exercises.find((one) => one.id === name));
    const plan_id = plan[sets.length]?.id ?? null;
    const logged_at = `2026-11-20T18:${String(minute).padStart(2, "0")}:00Z`;
    sets.push(set(100, 5, { id: `set${minute}`, plan_id, kind, logged_at }));
  }
  return workout(exercises);
}

/**
 * Whose sets come one after another when each is logged as offered; a dash is a rest, and a small
 * letter a warm-up.
 * @param {Record<string, SetKind[]>} plans
 * @param {number} count
 */
function offered(plans, count) {
  /** @type {[string, SetKind][]} */
  const logged = [];
  let found = "";
  for (let at = 0; at < count; at++) {
    const name = model.nextEntry(members(plans, logged))?.id ?? "";
    const done = logged.filter(([one]) => one === name).length;
    const kind = plans[name][done] ?? "working";
    logged.push([name, kind]);
    const running = members(plans, logged);
    const trained = /** @type {Entry} */ (running.exercises.find((one) => one.id === name));
    const goesOn = model.roundGoesOn(running, trained);
    found += (kind === "working" ? name.toUpperCase() : name) + (goesOn ? "" : "-");
  }
  return found;
}

/** @type {[SetKind, SetKind]} */
const [W, X] = ["warm_up", "working"];
/** @type {[string, Record<string, SetKind[]>, string][]} */
const COURSES = [
  ["even", { a: [X, X, X], b: [X, X, X] }, "AB-AB-AB-"],
  ["b free", { a: [X, X, X], b: [] }, "AB-AB-AB-"],
  ["a free", { a: [], b: [X, X, X] }, "AB-AB-AB-"],
  ["both free", { a: [], b: [] }, "AB-AB-AB-"],
  ["a more", { a: [X, X, X], b: [X, X] }, "AB-AB-A-"],
  ["b more", { a: [X, X], b: [X, X, X] }, "AB-AB-B-"],
  ["warm-up of a", { a: [W, W, X, X], b: [X, X] }, "a-a-AB-AB-"],
  ["warm-up of b", { a: [X, X], b: [W, X, X] }, "b-AB-AB-"],
  ["three", { a: [W, X], b: [W, X], c: [X] }, "a-b-ABC-"],
];

for (const [name, plans, found] of COURSES)
  test(`a superset goes in rounds and rests between them: ${name}`, () =>
    assert.equal(offered(plans, found.replaceAll("-", "").length), found));

/** @type {Record<string, SetKind[]>} */
const FOUR = { a: [X], b: [X], c: [X], d: [X] };

test("only neighbours with the same number are a superset", () => {
  const four = members(FOUR, [], { b: null });
  assert.deepEqual(
    four.exercises.map((one) => model.groupOf(four, one).map((member) => member.id)),
    [["a"], ["b"], ["c", "d"], ["c", "d"]],
  );
});

/**
 * The exercises after operations, in order; those of a superset in brackets.
 * @param {Workout} before
 * @param {Change[]} operations
 */
function orderAfter(before, operations) {
  const changed = before.exercises.map((one) =>
    Object.assign(
      {},
      one,
      ...operations.filter(({ target }) => target === one.id).map(({ fields }) => fields),
    ),
  );
  changed.sort((one, other) => one.position - other.position);
  return model
    .grouped({ ...before, exercises: changed })
    .map((group) => group.map((one) => one.id).join(""))
    .map((names) => (names.length > 1 ? `(${names})` : names))
    .join(" ");
}

/**
 * @param {Workout} from
 * @param {string} id
 */
const named = (from, id) => /** @type {Entry} */ (from.exercises.find((one) => one.id === id));

/** @type {[string, number, string][]} */
const MOVES = [
  ["a", 1, "(bc) a d"],
  ["b", 1, "a (cb) d"],
  ["b", -1, "(bc) a d"],
  ["c", 1, "a d (bc)"],
  ["d", -1, "a d (bc)"],
  ["d", 1, "a (bc) d"],
];

for (const [id, direction, order] of MOVES)
  test(`a superset stays together when exercises move: ${id} by ${direction}`, () => {
    const four = members(FOUR, [], { a: null, d: null });
    assert.equal(orderAfter(four, model.moveEntry(four, named(four, id), direction)), order);
  });

test("a third exercise joins a pair from above and from below", () => {
  const four = members(FOUR, [], { a: null, d: null });
  assert.equal(orderAfter(four, model.toggleSuperset(four, named(four, "a"))), "(abc) d");
  assert.equal(model.supersetAbove(four, named(four, "d")), 1);
  assert.equal(model.supersetAbove(four, named(four, "a")), null);
  assert.equal(orderAfter(four, model.joinAbove(four, named(four, "d"))), "a (bcd)");
});

test("who leaves a superset of three leaves the others together", () => {
  const four = members(FOUR, [], { d: null });
  assert.equal(orderAfter(four, model.toggleSuperset(four, named(four, "a"))), "a (bc) d");
  assert.equal(orderAfter(four, model.toggleSuperset(four, named(four, "b"))), "(ac) b d");
  const pair = members({ a: [X], b: [X], c: [X] }, [], { c: null });
  assert.equal(orderAfter(pair, model.toggleSuperset(pair, named(pair, "a"))), "a b c");
});

/**
 * @param {Workout} running
 * @param {string} text
 * @param {LoadKind} load_kind
 */
function typed(running, text, load_kind = "weight_reps") {
  const parse = load_kind === "time" ? entries.parseTimedLine : entries.parseLine;
  const line = parse(text);
  assert.ok(line);
  const known = snapshot([exercise("bench", { load_kind })]);
  const [trained] = running.exercises;
  const following = model.nextSet(known, running, trained);
  return model.setsOfLine(known, running, trained, line, following);
}

test("a line takes the plans of its kind", () => {
  const plan = [planned("w1", 60, 8, { kind: "warm_up" }), planned("p1"), planned("p2")];
  for (const [text, taken] of /** @type {[string, [string, string | null][]][]} */ ([
    [
      "3x5 100",
      [
        ["working", "p1"],
        ["working", "p2"],
        ["working", null],
      ],
    ],
    ["w 60x8", [["warm_up", "w1"]]],
    ["f 100x5", [["failure", "p1"]]],
    [
      "2x5",
      [
        ["working", "p1"],
        ["working", "p2"],
      ],
    ],
  ]))
    assert.deepEqual(
      typed(bench(plan, []), text).map((one) => [one.kind, one.plan_id]),
      taken,
      text,
    );
  // What the line leaves out is that of the working set, not of the warm-up that comes first.
  assert.deepEqual(
    typed(bench(plan, []), "5").map((one) => one.weight),
    [100],
  );
});

test("a bare number for what is timed is seconds", () => {
  const plan = [planned("p1", null, null, { duration_s: 45 })];
  const [found] = typed(bench(plan, []), "60", "time");
  assert.deepEqual([found.duration_s, found.reps, found.plan_id], [60, null, "p1"]);
});

test("what is planned as effort is not what was felt", () => {
  const open = bench([planned("p1", 100, 5, { rpe: 8 })], []);
  assert.equal(model.nextSet(snapshot(), open, open.exercises[0]).rpe, null);
});

test("any planned set has values of its own", () => {
  const plan = [planned("w1", 60, 8, { kind: "warm_up" }), planned("p1"), planned("p2", 110, 3)];
  const open = bench(plan, []);
  const found = model.nextSet(snapshot(), open, open.exercises[0], plan[2]);
  assert.deepEqual([found.plan_id, found.weight, found.reps], ["p2", 110, 3]);
});

test("a ramp replaces the open warm-ups and begins above those that are done", () => {
  const ramp = [20, 40, 60, 80].map((weight) => ({ weight, reps: 5 }));
  const plan = [
    planned("w1", 40, 8, { kind: "warm_up" }),
    planned("w2", 60, 5, { kind: "warm_up" }),
    planned("p1"),
  ];
  const warmed = set(40, 8, { kind: "warm_up", plan_id: "w1" });
  for (const [sets, weights] of /** @type {[LoggedSet[], number[]][]} */ ([
    [[], [20, 40, 60, 80, 100]],
    [[warmed], [40, 60, 80, 100]],
  ])) {
    const running = bench(plan, sets);
    const [put] = model.insertWarmUps(ids(), running, running.exercises[0], ramp, "kg");
    assert.deepEqual(
      put.fields.plan.map((/** @type {PlannedSet} */ one) => one.weight),
      weights,
    );
  }
  const open = bench(plan, []);
  assert.deepEqual(model.insertWarmUps(ids(), open, open.exercises[0], [], "kg"), []);
  const working = model.nextWorkingSet(snapshot(), open, open.exercises[0]);
  assert.deepEqual([working.kind, working.weight], ["working", 100]);
});

for (const [weight, unit, account] of /** @type {[number, Unit, Unit][]} */ ([
  [24, "kg", "lb"],
  [22.125, "kg", "lb"],
  [225, "lb", "kg"],
  [22.05, "lb", "kg"],
]))
  test(`a repeated set of ${weight} ${unit} is the same set for who lifts in ${account}`, () => {
    const done = set(weight, 5, { weight_unit: unit });
    const open = bench([], [done]);
    const repeated = model.nextSet(snapshot([], { unit: account }), open, open.exercises[0]);
    assert.deepEqual([repeated.weight, repeated.weight_unit], [weight, unit]);
    const plan = [planned("p1", weight, 5, { weight_unit: unit })];
    const begun = bench(plan, []);
    const first = model.nextSet(snapshot([], { unit: account }), begun, begun.exercises[0]);
    assert.deepEqual([first.weight, first.weight_unit], [weight, unit]);
    const values = { weight: inUnit(weight, unit, account), weight_unit: account, reps: 6 };
    assert.deepEqual(model.edited(first, values, account), { reps: 6 });
  });

test("a step keeps the places of a weight and of a distance", () => {
  assert.equal(model.stepped(22.125, 2.5, 1), 24.625);
  assert.equal(model.stepped(1.23457, 0.5, 1), 1.73457);
});

test("of texts that a form says only those that were changed are written", () => {
  const stored = { title: " Push ", note: "one\r\ntwo" };
  assert.deepEqual(model.changedTexts(stored, { title: "Push", note: "one\ntwo" }), {});
  assert.deepEqual(model.changedTexts(stored, { title: "Push", note: "one two" }), {
    note: "one two",
  });
});
