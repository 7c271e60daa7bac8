// @ts-check
/**
 * A workout as the screen thinks of it: its rows, which set comes next and with what, and the
 * operations that change it. Pure: the same documents give the same answers; ids come from `newId`.
 */

import { newExercise } from "./documents.js";
import { barOf } from "./plates.js";
import { DEFAULTS, GRAMS, SET } from "./rules.js";
import { totals } from "./totals.js";
import { inUnit, ofGrams } from "./units.js";

/** @type {Record<LoadKind, Column[]>} */
export const COLUMNS = {
  weight_reps: ["weight", "reps"],
  bodyweight: ["weight", "reps"],
  assisted: ["weight", "reps"],
  reps: ["reps"],
  time: ["duration_s"],
  distance: ["distance", "duration_s"],
};
const HISTORY = 3;
/** Of an exercise that was never done, where no bar says more. */
const FIRST_WEIGHT = { kg: 10, lb: 20 };

/** @param {Snapshot} snapshot */
export const unitOf = (snapshot) => snapshot.user?.weight_unit ?? "kg";
/**
 * An exercise that this device does not know (yet) is as its entry says.
 * @param {Snapshot} snapshot
 * @param {Pick<Entry, "exercise_id"> & Partial<Entry>} entry
 */
export const exerciseOf = (snapshot, entry) =>
  snapshot.exercises.get(entry.exercise_id) ?? {
    ...newExercise(entry.exercise_id),
    name: entry.name ?? "",
    load_kind: entry.load_kind ?? "weight_reps",
  };
/**
 * @param {Snapshot} snapshot
 * @param {Entry} entry
 */
export const columnsOf = (snapshot, entry) =>
  COLUMNS[exerciseOf(snapshot, entry).load_kind] ?? COLUMNS.weight_reps;

/**
 * @param {Pick<Exercise, "increment_g" | "equipment">} exercise
 * @param {Unit} unit
 */
export function incrementOf(exercise, unit) {
  if (exercise.increment_g) return ofGrams(exercise.increment_g, unit);
  const { dumbbell_increments, increments } = DEFAULTS;
  return (exercise.equipment === "dumbbell" ? dumbbell_increments : increments)[unit];
}

/**
 * One step up or down, never below nothing. A weight between two steps keeps its offset: 102.5 by 5
 * goes to 107.5.
 * @param {number | null} value
 * @param {number} step
 * @param {number} direction
 */
export const stepped = (value, step, direction) =>
  Math.max(0, Math.round(((value ?? 0) + direction * step) * 1e5) / 1e5);

/**
 * The times an exercise was trained before, newest first: [{workout, entry}].
 * @param {Snapshot} snapshot
 * @param {string} exerciseId
 * @param {string | undefined} exceptWorkoutId
 */
export function historyOf(snapshot, exerciseId, exceptWorkoutId, count = HISTORY) {
  const found = [];
  for (const workout of snapshot.workouts.values()) {
    if (workout.id === exceptWorkoutId || workout.running) continue;
    const entry = workout.exercises.find(
      (one) => one.exercise_id === exerciseId && one.sets.length,
    );
    if (entry) found.push({ workout, entry });
  }
  return found
    .sort((one, other) => Date.parse(other.workout.started_at) - Date.parse(one.workout.started_at))
    .slice(0, count);
}

/**
 * The rows of an entry in order: what was logged, then what is still planned.
 * @returns {Row[]}
 * @param {Entry} entry
 * @param {Entry | undefined} previousEntry
 */
export function rowsOf(entry, previousEntry) {
  const rows = [
    ...entry.sets.map((set) => ({ id: set.id, set, plan: planOf(entry, set) })),
    ...openPlans(entry).map((plan) => ({ id: plan.id, set: null, plan })),
  ];
  return numbered(rows, previousEntry);
}

/**
 * Warm-ups have no number; previous ones are matched with those of the same sort, in order.
 * @param {(Omit<Row, "number" | "previous"> & { kind?: SetKind })[]} rows
 * @param {Entry | undefined} previousEntry
 */
function numbered(rows, previousEntry) {
  /** @type {Record<"warm_up" | "other", LoggedSet[]>} */
  const before = { warm_up: [], other: [] };
  for (const one of previousEntry?.sets ?? [])
    before[one.kind === "warm_up" ? "warm_up" : "other"].push(one);
  const count = { warm_up: 0, other: 0 };
  return rows.map((row) => {
    const sort = (row.set ?? row.plan ?? row).kind === "warm_up" ? "warm_up" : "other";
    const previous = before[sort][count[sort]] ?? null;
    count[sort] += 1;
    return { ...row, previous, number: count[sort] };
  });
}

/**
 * Sets logged before they had an id of their own have that of their plan.
 * @param {LoggedSet} set
 * @param {PlannedSet} plan
 */
const isOf = (set, plan) => set.plan_id === plan.id || set.id === plan.id;
/**
 * @param {Entry} entry
 * @param {LoggedSet} set
 */
const planOf = (entry, set) => (entry.plan ?? []).find((plan) => isOf(set, plan)) ?? null;
/**
 * @param {Entry} entry
 * @param {PlannedSet} plan
 */
const isDone = (entry, plan) => entry.sets.some((set) => isOf(set, plan));
/** @param {Entry} entry */
const donePlans = (entry) => (entry.plan ?? []).filter((plan) => isDone(entry, plan));
/** @param {Entry} entry */
export const openPlans = (entry) => (entry.plan ?? []).filter((plan) => !isDone(entry, plan));
/** @param {Entry} entry */
const isOpen = (entry) =>
  openPlans(entry).length > 0 || (!entry.plan?.length && !entry.sets.length);
/** @param {{ kind?: SetKind } | null | undefined} one */
const isWarmUp = (one) => one?.kind === "warm_up";
/**
 * Warm-ups are no round of a superset.
 * @param {{ kind: SetKind }[]} sets
 */
const rounds = (sets) => sets.filter((one) => !isWarmUp(one)).length;
/** @param {Entry} entry */
const isJoined = (entry) => entry.superset !== null && entry.superset !== undefined;

/**
 * The exercises as the screen groups them: neighbours with the same number are a superset.
 * @param {Workout} workout
 */
export function grouped(workout) {
  /** @type {Entry[][]} */
  const groups = [];
  for (const one of workout.exercises) {
    const last = groups.at(-1);
    if (last && isJoined(one) && last[0].superset === one.superset) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/**
 * @param {Workout} workout
 * @param {Entry} entry
 */
export const groupOf = (workout, entry) =>
  grouped(workout).find((group) => group.includes(entry)) ?? [entry];

/**
 * @param {Workout} workout
 * @param {(set: LoggedSet) => boolean} [counts]
 */
export function lastLogged(workout, among = workout.exercises, counts = () => true) {
  /** @type {{ entry: Entry, set: LoggedSet, at: number } | null} */
  let found = null;
  for (const entry of among) {
    for (const set of entry.sets.filter(counts)) {
      const at = Date.parse(set.logged_at ?? workout.started_at);
      if (!found || at > found.at || (at === found.at && entry === found.entry))
        found = { entry, set, at };
    }
  }
  return found;
}

/**
 * The entry whose set comes next: the one that was chosen, else the superset's turn, else the first
 * that is open.
 * @param {Workout} workout
 * @param {string | null} [chosenId]
 */
export function nextEntry(workout, chosenId = null) {
  const { exercises } = workout;
  if (!exercises.length) return null;
  const chosen = exercises.find((one) => one.id === chosenId);
  if (chosen) return chosen;
  const last = lastLogged(workout)?.entry;
  const group = groupOf(workout, last ?? exercises[0]);
  const turn = group.length > 1 ? turnIn(workout, group, last) : null;
  if (turn) return turn;
  if (!last) return exercises[0];
  // Without a plan one stays where one is, until another exercise is chosen.
  if (group.length === 1 && (openPlans(last).length || !last.plan?.length)) return last;
  const at = exercises.indexOf(group[group.length - 1]);
  return exercises.slice(at + 1).find(isOpen) ?? exercises.find(isOpen) ?? last;
}

/**
 * Whose warm-ups are open comes first. Then, of a superset's members, the one that is behind; of
 * equals the one after the last. Null when all plans are done; who has no plan keeps up with those
 * that have one.
 * @param {Workout} workout
 * @param {Entry[]} group
 * @param {Entry | undefined} last
 */
function turnIn(workout, group, last) {
  const warming = group.filter((one) => isWarmUp(openPlans(one)[0]));
  if (warming.length) return last && warming.includes(last) ? last : warming[0];
  const wanted = Math.max(
    0,
    ...group
      .filter((one) => one.plan?.length)
      .map((one) => rounds(one.sets) + rounds(openPlans(one))),
  );
  /** @param {Entry} one */
  const isAble = (one) =>
    one.plan?.length ? openPlans(one).length > 0 : !wanted || rounds(one.sets) < wanted;
  const latest = lastLogged(workout, group, (set) => !isWarmUp(set));
  const at = latest ? group.indexOf(latest.entry) : -1;
  const order = [...group.slice(at + 1), ...group.slice(0, at + 1)].filter(isAble);
  return order.length
    ? order.reduce((least, one) => (rounds(one.sets) < rounds(least.sets) ? one : least))
    : null;
}

/**
 * Whether, after a set of `entry`, the same round goes on with a later member of its superset: then
 * nobody rests yet.
 * @param {Workout} workout
 * @param {Entry} entry
 */
export function roundGoesOn(workout, entry) {
  const group = groupOf(workout, entry);
  const following = nextEntry(workout);
  return (
    following !== null &&
    group.includes(following) &&
    group.indexOf(following) > group.indexOf(entry) &&
    !isWarmUp(openPlans(following)[0])
  );
}

/**
 * The values that the next set of `entry`, or that of a plan, is logged with when nobody says
 * otherwise. Only who has lifted it knows its RPE.
 * @param {Snapshot} snapshot
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {PlannedSet | null} [plan]
 * @param {SetKind} [kind]
 */
export function nextSet(
  snapshot,
  workout,
  entry,
  plan = openPlans(entry)[0] ?? null,
  kind = plan?.kind ?? "working",
) {
  const exercise = exerciseOf(snapshot, entry);
  const unit = unitOf(snapshot);
  const previousEntry = historyOf(snapshot, entry.exercise_id, workout.id, 1)[0]?.entry;
  const rows = rowsOf(entry, previousEntry);
  const place = plan ? rows.findIndex((one) => one.id === plan.id) : rows.length;
  const row = numbered([...rows, { id: "next", set: null, plan: null, kind }], previousEntry)[
    place
  ];
  /** @param {Measures} one */
  const same = (one) => (one.kind === "warm_up") === (kind === "warm_up");
  const mine = entry.sets.filter(same).at(-1) ?? null;
  /** @type {NextSet} */
  const values = {
    id: plan?.id ?? null,
    plan_id: plan?.id ?? null,
    kind,
    plan,
    previous: row.previous,
    number: row.number,
    weight: null,
    weight_unit: null,
    reps: null,
    rpe: null,
    duration_s: null,
    distance: null,
    distance_unit: null,
  };
  const fields = COLUMNS[exercise.load_kind] ?? COLUMNS.weight_reps;
  if (fields.includes("weight") || plan?.weight) {
    const from = weightOf({
      plan,
      mine,
      row,
      entry,
      previousEntry,
      exercise,
      preferences: snapshot.preferences,
      unit,
    });
    values.weight = from.weight ?? null;
    values.weight_unit = values.weight === null ? null : (from.weight_unit ?? unit);
  }
  if (fields.includes("reps")) values.reps = repsOf(plan, mine, row.previous);
  if (fields.includes("duration_s"))
    values.duration_s =
      plan?.duration_s ??
      mine?.duration_s ??
      row.previous?.duration_s ??
      (exercise.load_kind === "time" ? 30 : null);
  if (fields.includes("distance")) {
    const from = plan?.distance ? plan : mine?.distance ? mine : row.previous;
    values.distance = from?.distance ?? null;
    values.distance_unit = values.distance === null ? null : (from?.distance_unit ?? "m");
  }
  return values;
}

/**
 * What has the weight that comes next, in the unit it was entered in: repeated, it is the same.
 * @returns {{ weight?: number | null, weight_unit?: Unit | null }}
 * @param {{ plan: PlannedSet | null, mine: LoggedSet | null, row: Row, entry: Entry, previousEntry:
 * Entry | undefined, exercise: Exercise, preferences: Preferences, unit: Unit }} given
 */
function weightOf({ plan, mine, row, entry, previousEntry, exercise, preferences, unit }) {
  /** @param {Pick<Measures, "weight" | "weight_unit"> | null | undefined} one */
  const own = (one) => inUnit(one?.weight ?? null, one?.weight_unit, unit);
  if (plan && plan.weight !== null && plan.weight !== undefined) {
    // Who lifted another weight than was planned goes on with it while the plan stays the same.
    const before = mine && planOf(entry, mine);
    if (before && own(before) === own(plan) && mine.weight !== null) return mine;
    return plan;
  }
  if (mine && mine.weight !== null) {
    const earlier = (previousEntry?.sets ?? []).filter(
      (one) => (one.kind === "warm_up") === (mine.kind === "warm_up"),
    );
    const [then, now] = [earlier[row.number - 2], row.previous];
    return then && now && own(then) === own(mine) && now.weight !== null ? now : mine;
  }
  const from = row.previous ?? previousEntry?.sets.findLast((one) => one.weight !== null);
  if (from && from.weight !== null) return from;
  if (["bodyweight", "assisted", "time", "distance"].includes(exercise.load_kind)) return {};
  return { weight: barOf(exercise, preferences, unit) ?? FIRST_WEIGHT[unit] };
}

/**
 * @param {PlannedSet | null} plan
 * @param {LoggedSet | null} mine
 * @param {LoggedSet | null} previous
 */
function repsOf(plan, mine, previous) {
  const [low, high] = [plan?.reps_min ?? null, plan?.reps_max ?? plan?.reps_min ?? null];
  if (low !== null || high !== null) {
    const last = previous?.reps ?? mine?.reps ?? low ?? high ?? 1;
    return Math.min(Math.max(last, low ?? 1), high ?? last);
  }
  return previous?.reps ?? mine?.reps ?? 8;
}

/** @param {Snapshot} snapshot */
export const usualRest = (snapshot) => snapshot.preferences.rest_s ?? DEFAULTS.rest_s;
/**
 * @param {Snapshot} snapshot
 * @param {Pick<Entry, "rest_s" | "exercise_id">} entry
 */
export const restOf = (snapshot, entry) =>
  entry.rest_s ?? exerciseOf(snapshot, entry).rest_s ?? usualRest(snapshot);

/** What an operation says of a set. */
export const SET_FIELDS = ["plan_id", ...Object.keys(SET)];

/**
 * Whole sets name their workout, entry and exercise, so that they are never without a home.
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {string} id
 * @param {number} position
 * @param {Record<string, any>} values
 * @param {string | null} [loggedAt]
 * @returns {Change}
 */
export function putSet(workout, entry, id, position, values, loggedAt = null) {
  /** @type {Record<string, any>} */
  const fields = {
    workout_id: workout.id,
    entry_id: entry.id,
    exercise_id: entry.exercise_id,
    position,
  };
  for (const name of SET_FIELDS) if (values[name] !== undefined) fields[name] = values[name];
  if (loggedAt) fields.logged_at = loggedAt;
  return { kind: "set", verb: "put", target: id, fields };
}

/** @param {any} text */
const sent = (text) => (text ?? "").replace(/\r\n?/g, "\n").trim();
/**
 * Of texts that a form says those that were changed; fields show other ends of lines, and trimmed.
 * @param {Record<string, any>} stored
 * @param {Record<string, any>} said
 */
export const changedTexts = (stored, said) =>
  Object.fromEntries(
    Object.entries(said).filter(([name, text]) => sent(text) !== sent(stored[name])),
  );

/** @param {any} value */
const rounded = (value) =>
  typeof value === "number" ? Math.round(value * 1e5) / 1e5 : (value ?? null);
/**
 * What a field shows of a set: weights in the lifter's unit, whole seconds.
 * @param {any} set
 * @param {Unit} unit
 */
const asShown = (set, unit) => ({
  ...set,
  weight: inUnit(set.weight, set.weight_unit, unit),
  duration_s: set.duration_s ? Math.floor(set.duration_s) : null,
});

/**
 * Of what a form says of a set only what was changed: a weight keeps its unit when nobody touched
 * it.
 * @param {any} set
 * @param {Record<string, any>} values
 * @param {Unit} unit
 */
export function edited(set, values, unit) {
  const shown = asShown(set, unit);
  /** @type {Record<string, string>} */
  const units = { weight: unit, distance: set.distance_unit ?? "m" };
  /** @param {string} name */
  const same = (name) =>
    rounded(values[name]) === rounded(shown[name]) &&
    (!(name in units) || (values[`${name}_unit`] ?? units[name]) === units[name]);
  /** @type {Record<string, string>} */
  const ofUnit = { weight_unit: "weight", distance_unit: "distance" };
  return Object.fromEntries(Object.entries(values).filter(([name]) => !same(ofUnit[name] ?? name)));
}

/**
 * The operation of an edit, or null when nothing was changed.
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {LoggedSet} set
 * @param {Record<string, any>} values
 * @param {Unit} unit
 */
export function editSet(workout, entry, set, values, unit) {
  const changes = edited(set, values, unit);
  return Object.keys(changes).length ? putSet(workout, entry, set.id, set.position, changes) : null;
}

/**
 * A range of reps stays one until its number is changed.
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {PlannedSet} plan
 * @param {Record<string, any>} values
 * @param {Unit} unit
 */
export function editPlan(workout, entry, plan, values, unit) {
  const { reps, ...rest } = edited(
    { ...plan, reps: plan.reps_max ?? plan.reps_min ?? null },
    values,
    unit,
  );
  const changes = reps === undefined ? rest : { ...rest, reps_min: reps, reps_max: reps };
  if (!Object.keys(changes).length) return null;
  return changeEntry(workout, entry, {
    plan: entry.plan.map((one) => (one.id === plan.id ? { ...one, ...changes } : one)),
  });
}

/** @param {Entry} entry */
export const nextPosition = (entry) =>
  Math.max(-1, ...entry.sets.map((one) => one.position ?? 0)) + 1;
/**
 * @param {string} id
 * @returns {Change}
 */
export const removeSet = (id) => ({ kind: "set", verb: "delete", target: id, fields: {} });

/**
 * @param {string | null} workoutId
 * @param {Partial<Entry> & Pick<Entry, "exercise_id" | "position">} entry
 */
const entryFields = (workoutId, entry) => ({
  workout_id: workoutId,
  exercise_id: entry.exercise_id,
  position: entry.position,
  superset: entry.superset ?? null,
  note: entry.note ?? "",
  rest_s: entry.rest_s ?? null,
  plan: entry.plan ?? [],
});
/**
 * @param {string} workoutId
 * @param {Partial<Entry> & Pick<Entry, "id" | "exercise_id" | "position">} entry
 * @returns {Change}
 */
export const putEntry = (workoutId, entry) => ({
  kind: "entry",
  verb: "put",
  target: entry.id,
  fields: entryFields(workoutId, entry),
});
/**
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {Record<string, any>} fields
 * @returns {Change}
 */
export const changeEntry = (workout, entry, fields) => ({
  kind: "entry",
  verb: "put",
  target: entry.id,
  fields: { workout_id: workout.id, ...fields },
});
/**
 * @param {Entry} entry
 * @returns {Change}
 */
export const removeEntry = (entry) => ({
  kind: "entry",
  verb: "delete",
  target: entry.id,
  fields: {},
});

/**
 * @param {() => string} newId
 * @param {Partial<Measures & PlannedSet> & { planned_rpe?: number | null }} set
 * @param {Unit} unit
 * @returns {PlannedSet}
 */
const planned = (newId, set, unit) => ({
  id: newId(),
  kind: set.kind ?? "working",
  weight: set.weight ?? null,
  weight_unit: set.weight === null || set.weight === undefined ? null : (set.weight_unit ?? unit),
  reps_min: set.reps_min ?? set.reps ?? null,
  reps_max: set.reps_max ?? set.reps ?? null,
  rpe: set.planned_rpe ?? null,
  duration_s: set.duration_s ?? null,
  distance: set.distance ?? null,
  distance_unit: set.distance_unit ?? null,
});

/**
 * A workout that begins: the whole of what is planned is written at once, not only what will be
 * touched.
 * @param {Snapshot} snapshot
 * @param {() => string} newId
 * @param {{ routine?: Routine | null, workout?: Workout | null, now: string,
 * timeZone: string | null, title?: string }} begun
 */
export function begin(
  snapshot,
  newId,
  { routine = null, workout = null, now, timeZone, title = "" },
) {
  const id = newId();
  const source = routine ?? workout;
  const unit = unitOf(snapshot);
  const fields = {
    title: routine?.name ?? workout?.title ?? title,
    started_at: now,
    time_zone: timeZone,
    routine_id: routine?.id ?? null,
    running: true,
  };
  /** @type {Change[]} */
  const operations = [{ kind: "workout", verb: "put", target: id, fields }];
  (source?.exercises ?? []).forEach((one, position) => {
    const sets = routine ? one.sets.map((set) => ({ ...set, planned_rpe: set.rpe })) : one.sets;
    operations.push(
      putEntry(id, {
        id: newId(),
        exercise_id: one.exercise_id,
        position,
        superset: one.superset,
        note: routine ? (one.note ?? "") : "",
        rest_s: one.rest_s ?? null,
        plan: sets.map((set) => planned(newId, set, unit)),
      }),
    );
  });
  return { id, operations };
}

/**
 * Another exercise at the end, with as many sets as last time.
 * @param {Snapshot} snapshot
 * @param {() => string} newId
 * @param {Workout} workout
 * @param {string} exerciseId
 */
export function addExercise(snapshot, newId, workout, exerciseId) {
  const last = historyOf(snapshot, exerciseId, workout.id, 1)[0]?.entry;
  const id = newId();
  const position = Math.max(-1, ...workout.exercises.map((one) => one.position ?? 0)) + 1;
  const plan = (last?.sets ?? []).map((set) => ({ ...planned(newId, set, unitOf(snapshot)) }));
  return {
    id,
    operations: [putEntry(workout.id, { id, exercise_id: exerciseId, position, plan })],
  };
}

/**
 * What was logged stays with the exercise it was done with; the open sets go over to the other one.
 * @param {() => string} newId
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {string} exerciseId
 */
export function swapExercise(newId, workout, entry, exerciseId) {
  const open = openPlans(entry).map((plan) => ({
    ...plan,
    id: newId(),
    weight: null,
    weight_unit: null,
  }));
  const id = newId();
  const position = entry.sets.length ? entry.position + 1 : entry.position;
  const fresh = {
    id,
    exercise_id: exerciseId,
    position,
    superset: entry.superset ?? null,
    rest_s: entry.rest_s ?? null,
    plan: open,
  };
  if (!entry.sets.length)
    return { id, operations: [removeEntry(entry), putEntry(workout.id, fresh)] };
  const later = workout.exercises
    .filter((one) => one.position > entry.position)
    .map((one) => changeEntry(workout, one, { position: one.position + 1 }));
  return {
    id,
    operations: [
      changeEntry(workout, entry, { plan: donePlans(entry) }),
      ...later,
      putEntry(workout.id, fresh),
    ],
  };
}

/**
 * @param {any[]} list
 * @param {number} at
 * @param {number} other
 */
const exchanged = (list, at, other) =>
  list.map((one, place) => (place === at ? list[other] : place === other ? list[at] : one));
/**
 * @param {Workout} workout
 * @param {Entry[]} order
 * @param {(entry: Entry) => Record<string, any>} [fieldsOf]
 */
const inOrder = (workout, order, fieldsOf = () => ({})) =>
  order.flatMap((one, position) => {
    const fields = { ...(one.position === position ? {} : { position }), ...fieldsOf(one) };
    return Object.keys(fields).length ? [changeEntry(workout, one, fields)] : [];
  });

/**
 * Past its neighbour in the superset; at its edge, the superset moves as a whole past what is
 * beside it.
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {number} direction
 */
export function moveEntry(workout, entry, direction) {
  const groups = grouped(workout);
  const at = groups.findIndex((group) => group.includes(entry));
  const within = groups[at].indexOf(entry);
  if (groups[at][within + direction])
    groups[at] = exchanged(groups[at], within, within + direction);
  else if (groups[at + direction])
    return inOrder(workout, exchanged(groups, at, at + direction).flat());
  else return [];
  return inOrder(workout, groups.flat());
}

/**
 * Out of the middle of a superset an exercise goes to its end, so that the others stay neighbours.
 * @param {Workout} workout
 * @param {Entry} entry
 */
function leaveSuperset(workout, entry) {
  const group = groupOf(workout, entry);
  const leaving = group.length <= 2 ? group : [entry];
  const groups = grouped(workout).map((one) =>
    one.includes(entry) && group.length > 2 && group[0] !== entry
      ? [...one.filter((member) => member !== entry), entry]
      : one,
  );
  return inOrder(workout, groups.flat(), (one) =>
    leaving.includes(one) ? { superset: null } : {},
  );
}

/**
 * The superset that ends right above an exercise that is in none.
 * @param {Workout} workout
 * @param {Entry} entry
 */
export function supersetAbove(workout, entry) {
  const above = workout.exercises[workout.exercises.indexOf(entry) - 1];
  return !isJoined(entry) && above && groupOf(workout, above).length > 1 ? above.superset : null;
}

/**
 * @param {Workout} workout
 * @param {Entry} entry
 */
export const joinAbove = (workout, entry) => [
  changeEntry(workout, entry, { superset: supersetAbove(workout, entry) }),
];

/**
 * Join with the exercise after it, or leave the superset.
 * @param {Workout} workout
 * @param {Entry} entry
 */
export function toggleSuperset(workout, entry) {
  if (isJoined(entry)) return leaveSuperset(workout, entry);
  const after = workout.exercises[workout.exercises.indexOf(entry) + 1];
  if (!after) return [];
  const taken = workout.exercises.map((one) => one.superset ?? 0);
  const superset = after.superset ?? Math.max(0, ...taken) + 1;
  return [entry, after]
    .filter((one) => one.superset !== superset)
    .map((one) => changeEntry(workout, one, { superset }));
}

/**
 * The open plans that a set of `kind` fulfils, in order. A working set, a drop set and one to
 * failure may stand for one another.
 * @param {Entry} entry
 * @param {SetKind} kind
 */
export function plansFor(entry, kind) {
  const open = openPlans(entry);
  const same = open.filter((one) => (one.kind ?? "working") === kind);
  return same.length || kind === "warm_up" ? same : open.filter((one) => !isWarmUp(one));
}

/**
 * The working set that comes next, whatever warm-ups come before it.
 * @param {Snapshot} snapshot
 * @param {Workout} workout
 * @param {Entry} entry
 */
export const nextWorkingSet = (snapshot, workout, entry) =>
  nextSet(snapshot, workout, entry, plansFor(entry, "working")[0] ?? null, "working");

/**
 * The sets of a typed line, each in place of a plan of its kind. What the line leaves out is as
 * `next` has it, if that is of its sort.
 * @param {Snapshot} snapshot
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {TypedLine} found
 * @param {NextSet} next
 */
export function setsOfLine(snapshot, workout, entry, found, next) {
  const kind = found.kind ?? "working";
  const plans = plansFor(entry, kind);
  const isNext = (plans[0]?.id ?? null) === next.plan_id && (kind === "warm_up") === isWarmUp(next);
  const base = isNext ? next : nextSet(snapshot, workout, entry, plans[0] ?? null, kind);
  const weight = found.weight ?? base.weight;
  const unit = found.weight === null ? base.weight_unit : (found.weight_unit ?? unitOf(snapshot));
  const values = {
    ...base,
    kind,
    weight,
    weight_unit: weight === null ? null : unit,
    reps: found.reps,
    rpe: found.rpe ?? (found.sets === 1 ? base.rpe : null),
    duration_s: found.duration_s ?? base.duration_s,
  };
  return Array.from({ length: found.sets }, (_, at) => ({
    ...values,
    plan_id: plans[at]?.id ?? null,
  }));
}

/**
 * A ramp before what is still open, in place of the warm-ups that are; what was warmed up with
 * already is not done again.
 * @param {() => string} newId
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {{ weight: number, reps: number }[]} sets
 * @param {Unit} unit
 */
export function insertWarmUps(newId, workout, entry, sets, unit) {
  const warmed = Math.max(
    0,
    ...entry.sets.filter(isWarmUp).map((one) => inUnit(one.weight ?? 0, one.weight_unit, unit)),
  );
  const plans = sets
    .filter((one) => one.weight > warmed)
    .map((one) =>
      planned(
        newId,
        { kind: "warm_up", weight: one.weight, weight_unit: unit, reps: one.reps },
        unit,
      ),
    );
  if (!plans.length) return [];
  let open = openPlans(entry).filter((one) => !isWarmUp(one));
  if (!open.length && !entry.sets.length) open = [planned(newId, {}, unit)];
  return [changeEntry(workout, entry, { plan: [...donePlans(entry), ...plans, ...open] })];
}

/**
 * One more open set, like the last one.
 * @param {() => string} newId
 * @param {Snapshot} snapshot
 * @param {Workout} workout
 * @param {Entry} entry
 */
export function addSet(newId, snapshot, workout, entry) {
  const like = openPlans(entry).at(-1) ?? entry.sets.at(-1) ?? null;
  const values = like
    ? planned(newId, { ...like, planned_rpe: null }, unitOf(snapshot))
    : planned(newId, {}, unitOf(snapshot));
  return [
    changeEntry(workout, entry, {
      plan: [
        ...(entry.plan ?? []),
        ...(openPlans(entry).length || entry.sets.length
          ? []
          : [planned(newId, {}, unitOf(snapshot))]),
        values,
      ],
    }),
  ];
}

/**
 * Totals of a workout as it stands, in the lifter's unit.
 * @param {Snapshot} snapshot
 * @param {Workout} workout
 */
export function figures(snapshot, workout) {
  const unit = unitOf(snapshot);
  const { sets, volume_kg } = totals(
    workout.exercises.map((entry) => ({
      load: exerciseOf(snapshot, entry).load_kind,
      sets: entry.sets,
    })),
  );
  return { sets, volume: (volume_kg * GRAMS.kg) / GRAMS[unit], unit };
}

/**
 * A routine out of what was done.
 * @param {Snapshot} snapshot
 * @param {() => string} newId
 * @param {Workout} workout
 * @param {string} name
 * @returns {Change}
 */
export function routineOf(snapshot, newId, workout, name) {
  const exercises = workout.exercises
    .filter((entry) => entry.sets.length)
    .map((entry) => ({
      id: newId(),
      exercise_id: entry.exercise_id,
      superset: entry.superset ?? null,
      note: "",
      rest_s: entry.rest_s ?? null,
      sets: entry.sets.map((set) => planned(newId, set, unitOf(snapshot))),
    }));
  return {
    kind: "routine",
    verb: "put",
    target: newId(),
    base_rev: null,
    fields: { name, note: "", weekdays: [], position: snapshot.routines.size, exercises },
  };
}

/**
 * The operations that make `before` out of `after`: what undo does. Only what differs between the
 * two is touched, so that what came from another device meanwhile stays.
 * @param {Workout} before
 * @param {Workout} after
 */
export function undoing(before, after) {
  /** @type {Change[]} */
  const operations = [];
  /** @param {Workout} workout */
  const setsOf = (workout) =>
    new Map(
      workout.exercises.flatMap((entry) =>
        entry.sets.map((set) => /** @type {const} */ ([set.id, { entry, set }])),
      ),
    );
  const [setsBefore, setsAfter] = [setsOf(before), setsOf(after)];
  const entriesAfter = new Map(after.exercises.map((one) => [one.id, one]));
  const entriesBefore = new Set(before.exercises.map((one) => one.id));
  for (const id of setsAfter.keys()) if (!setsBefore.has(id)) operations.push(removeSet(id));
  for (const one of after.exercises)
    if (!entriesBefore.has(one.id)) operations.push(removeEntry(one));
  for (const one of before.exercises) {
    const now = entriesAfter.get(one.id);
    if (
      !now ||
      JSON.stringify(entryFields(before.id, now)) !== JSON.stringify(entryFields(before.id, one))
    )
      operations.push(putEntry(before.id, one));
  }
  for (const [id, { entry, set }] of setsBefore) {
    /** @type {any} */
    const now = setsAfter.get(id)?.set;
    /** @param {[string, any]} given */
    const differs = ([name, value]) => !now || JSON.stringify(now[name]) !== JSON.stringify(value);
    const values = Object.fromEntries(Object.entries(set).filter(differs));
    if (Object.keys(values).length)
      operations.push(putSet(before, entry, id, set.position, values, now ? null : set.logged_at));
  }
  return operations;
}
