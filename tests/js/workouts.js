// @ts-check
/** Workouts for tests: as short as a test needs them, and whole for the types. */

/**
 * @param {number | null} weight
 * @param {number | null} reps
 * @param {Partial<LoggedSet>} more
 * @returns {LoggedSet}
 */
export const set = (weight, reps = 5, more = {}) => ({
  id: "a",
  plan_id: null,
  position: 0,
  kind: "working",
  weight,
  weight_unit: weight === null ? null : "kg",
  weight_kg: null,
  reps,
  rpe: null,
  duration_s: null,
  distance: null,
  distance_unit: null,
  note: "",
  logged_at: null,
  ...more,
});

/**
 * @param {string} id
 * @param {number | null} weight
 * @param {number | null} reps
 * @param {Partial<PlannedSet>} more
 * @returns {PlannedSet}
 */
export const planned = (id, weight = 100, reps = 5, more = {}) => ({
  id,
  kind: "working",
  weight,
  weight_unit: weight === null ? null : "kg",
  reps_min: reps,
  reps_max: reps,
  rpe: null,
  duration_s: null,
  distance: null,
  distance_unit: null,
  ...more,
});

/**
 * @param {string} id
 * @param {Partial<Entry>} more
 * @returns {Entry}
 */
export const entry = (id, more = {}) => ({
  id,
  exercise_id: id,
  name: id,
  load_kind: "weight_reps",
  superset: null,
  note: "",
  position: 0,
  rest_s: null,
  plan: [],
  sets: [],
  ...more,
});

/**
 * @param {Entry[]} exercises
 * @param {Partial<Workout>} more
 * @returns {Workout}
 */
export const workout = (exercises, more = {}) => ({
  id: "w",
  title: "",
  started_at: "2026-11-20T17:59:00Z",
  time_zone: "UTC",
  day: "2026-11-20",
  duration_s: null,
  note: "",
  exercises,
  running: false,
  routine_id: null,
  rev: 0,
  ...more,
});

/**
 * A workout of one exercise, "a" with "bench".
 * @param {PlannedSet[]} plan
 * @param {LoggedSet[]} sets
 */
export const bench = (plan, sets) => workout([entry("a", { exercise_id: "bench", plan, sets })]);

/**
 * @param {string} id
 * @param {Partial<Exercise>} more
 * @returns {Exercise}
 */
export const exercise = (id, more = {}) => ({
  id,
  name: id,
  load_kind: "weight_reps",
  equipment: "barbell",
  pattern: "isolation",
  primary_muscles: [],
  secondary_muscles: [],
  increment_g: null,
  bar_g: null,
  rest_s: null,
  note: "",
  own: false,
  archived: false,
  ...more,
});

/**
 * @param {Exercise[]} exercises
 * @param {{ unit?: Unit, workouts?: Workout[] }} more
 * @returns {Snapshot}
 */
export const snapshot = (exercises = [], { unit = "kg", workouts = [] } = {}) => ({
  user: {
    id: "ana",
    email: "ana@example.org",
    weight_unit: unit,
    time_zone: "UTC",
    week_start: 1,
    formula: "epley",
    theme: "auto",
  },
  preferences: {},
  workouts: new Map(workouts.map((one) => [one.id, one])),
  routines: new Map(),
  exercises: new Map(exercises.map((one) => [one.id, one])),
  bests: new Map(),
  running: null,
  pending: 0,
  unwritten: 0,
  refused: [],
  status: "idle",
  storage: "kept",
  lastSyncAt: null,
  userId: "ana",
});

/** New ids, "new1" and so on. */
export function ids() {
  let count = 0;
  return () => {
    count += 1;
    return `new${count}`;
  };
}
