// @ts-check
/**
 * What operations do to documents, without a clock, storage or network. Documents are never changed
 * in place: whoever holds one keeps what it saw.
 */

import { GRAMS, SET } from "./rules.js";

/** @returns {Documents} */
export function emptyDocuments() {
  return {
    user: null,
    preferences: {},
    workouts: new Map(),
    routines: new Map(),
    exercises: new Map(),
    bests: new Map(),
    deleted: new Map(),
  };
}

/** @param {Documents} documents */
export function copied(documents) {
  const { workouts, routines, exercises, bests, deleted } = documents;
  return {
    ...documents,
    workouts: new Map(workouts),
    routines: new Map(routines),
    exercises: new Map(exercises),
    bests: new Map(bests),
    deleted: new Map(deleted),
  };
}

/**
 * The workout that runs; of several the one that was started last.
 * @param {Map<string, Workout>} workouts
 */
export function runningOf(workouts) {
  /** @type {Workout | null} */
  let found = null;
  for (const one of workouts.values()) {
    if (one.running && (!found || Date.parse(one.started_at) > Date.parse(found.started_at)))
      found = one;
  }
  return found;
}

/**
 * Two devices may give the same position: then ids decide, as on the server.
 * @param {{ id: string, position: number }} one
 * @param {{ id: string, position: number }} other
 */
const byPosition = (one, other) =>
  (one.position ?? 0) - (other.position ?? 0) || (one.id < other.id ? -1 : 1);

/**
 * @param {string} id
 * @returns {Workout}
 */
function newWorkout(id) {
  return {
    id,
    title: "",
    started_at: "",
    time_zone: "",
    day: "",
    duration_s: null,
    note: "",
    exercises: [],
    running: false,
    routine_id: null,
    rev: 0,
  };
}

/**
 * @param {string} id
 * @returns {Entry}
 */
function newEntry(id) {
  return {
    id,
    exercise_id: "",
    name: "",
    load_kind: null,
    superset: null,
    note: "",
    position: 0,
    rest_s: null,
    plan: [],
    sets: [],
  };
}

/**
 * @param {string} id
 * @returns {LoggedSet}
 */
function newSet(id) {
  return {
    id,
    plan_id: null,
    position: 0,
    weight_kg: null,
    logged_at: null,
    ...SET,
  };
}

/**
 * @param {string} id
 * @returns {Exercise}
 */
export function newExercise(id) {
  return {
    id,
    name: "",
    load_kind: "weight_reps",
    equipment: "other",
    pattern: "isolation",
    primary_muscles: [],
    secondary_muscles: [],
    increment_g: null,
    bar_g: null,
    rest_s: null,
    note: "",
    own: true,
    archived: false,
  };
}

/**
 * @param {string} id
 * @returns {Routine}
 */
function newRoutine(id) {
  return { id, name: "", note: "", weekdays: [], position: 0, exercises: [], rev: 0 };
}

/**
 * @param {Record<string, any>} fields
 * @param {string[]} names
 */
function without(fields, ...names) {
  const rest = { ...fields };
  for (const name of names) delete rest[name];
  return rest;
}

/**
 * The workout that holds an entry or a set: the one that is named, which comes back when it was
 * deleted, else the one where it is found.
 * @param {Documents} documents
 * @param {string | null} workoutId
 * @param {(workout: Workout) => boolean} holds
 * @returns {Workout | undefined}
 */
function workoutHolding({ workouts, deleted }, workoutId, holds) {
  if (workoutId) return workouts.get(workoutId) ?? deleted.get(workoutId) ?? newWorkout(workoutId);
  for (const one of workouts.values()) if (holds(one)) return one;
  return undefined;
}

/**
 * @param {Documents} documents
 * @param {string} id
 * @param {Record<string, any>} fields
 */
function putWorkout(documents, id, fields) {
  const before = documents.workouts.get(id) ?? documents.deleted.get(id) ?? newWorkout(id);
  const after = { ...before, ...fields };
  // The first finish wins: what a second device says of the end comes too late.
  if (before.running === false && before.duration_s !== null && fields.running === false)
    after.duration_s = before.duration_s;
  if (after.started_at) after.day = after.started_at.slice(0, 10);
  documents.workouts.set(id, after);
}

/**
 * @param {Documents} documents
 * @param {Workout} workout
 * @param {string} id
 * @param {Record<string, any>} fields
 */
function withEntry(documents, workout, id, fields) {
  const before =
    workout.exercises.find((one) => one.id === id) ?? documents.deleted.get(id) ?? newEntry(id);
  const after = { ...before, ...without(fields, "workout_id") };
  const exercise = documents.exercises.get(after.exercise_id);
  if (exercise) {
    after.name = exercise.name;
    after.load_kind = exercise.load_kind;
  }
  const others = workout.exercises.filter((one) => one.id !== id);
  return { ...workout, exercises: [...others, after].sort(byPosition) };
}

/**
 * @param {Documents} documents
 * @param {string} id
 * @param {Record<string, any>} fields
 */
function putEntry(documents, id, fields) {
  const workout = workoutHolding(documents, fields.workout_id, (one) =>
    one.exercises.some((entry) => entry.id === id),
  );
  if (workout) documents.workouts.set(workout.id, withEntry(documents, workout, id, fields));
}

/**
 * @param {Documents} documents
 * @param {string} id
 * @param {Record<string, any>} fields
 */
function putSet(documents, id, fields) {
  /** @param {Entry} entry */
  const holds = (entry) => entry.sets.some((one) => one.id === id);
  let workout = workoutHolding(documents, fields.workout_id, (one) => one.exercises.some(holds));
  if (!workout) return;
  const old = workout.exercises.find(holds);
  const entryId = fields.entry_id ?? old?.id;
  if (!workout.exercises.some((one) => one.id === entryId)) {
    // A set that comes before its entry is not dropped: the entry's own words follow.
    workout = withEntry(documents, workout, entryId, {
      exercise_id: fields.exercise_id ?? null,
      position: workout.exercises.length,
    });
  }
  const before =
    old?.sets.find((one) => one.id === id) ?? documents.deleted.get(id)?.set ?? newSet(id);
  const after = { ...before, ...without(fields, "workout_id", "entry_id", "exercise_id") };
  const perUnit = GRAMS[/** @type {Unit} */ (after.weight_unit)] ?? 0;
  after.weight_kg = after.weight === null || !perUnit ? null : (after.weight * perUnit) / GRAMS.kg;
  const exercises = workout.exercises.map((entry) => {
    if (entry.id !== entryId && entry !== old) return entry;
    const others = entry.sets.filter((one) => one.id !== id);
    return { ...entry, sets: entry.id === entryId ? [...others, after].sort(byPosition) : others };
  });
  documents.workouts.set(workout.id, { ...workout, exercises });
}

/**
 * @param {"exercises" | "routines"} map
 * @param {(id: string) => Exercise | Routine} make
 */
function putIn(map, make) {
  /** @type {Apply} */
  return (documents, id, fields) => {
    /** @type {Map<string, any>} */
    const kept = documents[map];
    kept.set(id, { ...(kept.get(id) ?? documents.deleted.get(id) ?? make(id)), ...fields });
  };
}

/** @param {"workouts" | "exercises" | "routines"} map */
function deleteIn(map) {
  /** @type {Apply} */
  return (documents, id) => {
    const before = documents[map].get(id);
    if (before) documents.deleted.set(id, before);
    documents[map].delete(id);
  };
}

/**
 * @param {Documents} documents
 * @param {string} id
 */
function deleteEntry(documents, id) {
  const workout = workoutHolding(documents, null, (one) =>
    one.exercises.some((entry) => entry.id === id),
  );
  if (!workout) return;
  documents.deleted.set(
    id,
    workout.exercises.find((one) => one.id === id),
  );
  documents.workouts.set(workout.id, {
    ...workout,
    exercises: workout.exercises.filter((one) => one.id !== id),
  });
}

/**
 * @param {Documents} documents
 * @param {string} id
 */
function deleteSet(documents, id) {
  const workout = workoutHolding(documents, null, (one) =>
    one.exercises.some((entry) => entry.sets.some((set) => set.id === id)),
  );
  if (!workout) return;
  const exercises = workout.exercises.map((entry) => {
    const set = entry.sets.find((one) => one.id === id);
    if (!set) return entry;
    documents.deleted.set(id, { set });
    return { ...entry, sets: entry.sets.filter((one) => one !== set) };
  });
  documents.workouts.set(workout.id, { ...workout, exercises });
}

/** @type {Record<Operation["verb"], Record<Operation["kind"], Apply>>} */
const DO = {
  put: {
    workout: putWorkout,
    entry: putEntry,
    set: putSet,
    exercise: putIn("exercises", newExercise),
    routine: putIn("routines", newRoutine),
    preferences: (documents, _id, fields) => {
      documents.preferences = { ...documents.preferences, ...fields };
    },
  },
  delete: {
    workout: deleteIn("workouts"),
    entry: deleteEntry,
    set: deleteSet,
    exercise: deleteIn("exercises"),
    routine: deleteIn("routines"),
    preferences: () => {},
  },
};

/**
 * Do one operation to `documents`, whose maps are changed and whose documents are replaced.
 * @param {Documents} documents
 * @param {Operation} operation
 */
export function apply(documents, operation) {
  DO[operation.verb]?.[operation.kind]?.(documents, operation.target, operation.fields ?? {});
}

/**
 * Which documents an answer of the server puts and takes away, by store: [store, key, document or
 * null].
 * @param {Answer} answer
 */
export function changesOf(answer) {
  /** @type {Record<string, any>} */
  const changes = answer.changes;
  const rows = [];
  for (const store of ["workouts", "routines", "exercises"])
    for (const one of changes[store] ?? []) rows.push([store, one.id, one]);
  for (const one of changes.bests ?? []) rows.push(["bests", one.exercise_id, one]);
  for (const { kind, id } of changes.deleted ?? []) rows.push([`${kind}s`, id, null]);
  return rows;
}
