// @ts-check
/** Generated from the domain by `make rules`. Do not edit. */

/** @type {Record<Unit, number>} */
export const GRAMS = { kg: 1000, lb: 453.59237 };

/** @type {Record<string, number>} */
export const MILLIMETRES = { m: 1000, km: 1000000, yd: 914.4, mi: 1609344 };

/** @type {Record<string, number>} */
export const STEPS = {
  kg: 0.001,
  lb: 0.01,
  m: 0.001,
  km: 0.00001,
  yd: 0.01,
  mi: 0.00001,
  s: 0.001,
};

export const LIMITS = {
  reps: 10000,
  rpe: { min: 1, max: 10, step: 0.5 },
  weight_g: 2000000,
  duration_s: 604800,
  distance_mm: 1000000000,
  workout_duration_s: 604800,
  rest_s: 3600,
  bar_g: 100000,
  increment_g: { min: 1, max: 100000 },
  title: 200,
  note: 2000,
  exercise_name: 120,
  routine_name: 120,
};

export const DEFAULTS = {
  bars: {
    barbell: { kg: 20, lb: 45 },
    smith_machine: { kg: 20, lb: 45 },
    ez_bar: { kg: 10, lb: 25 },
    trap_bar: { kg: 25, lb: 55 },
  },
  plates: { kg: [25, 20, 15, 10, 5, 2.5, 1.25], lb: [45, 35, 25, 10, 5, 2.5] },
  increments: { kg: 2.5, lb: 5 },
  dumbbell_increments: { kg: 2, lb: 5 },
  rest_s: 120,
};

/** @type {Omit<LoggedSet, 'id' | 'plan_id' | 'position' | 'weight_kg' | 'logged_at'>} */
export const SET = {
  kind: "working",
  weight: null,
  weight_unit: null,
  duration_s: null,
  distance: null,
  distance_unit: null,
  reps: null,
  rpe: null,
  note: "",
};

export const LEDGER = {
  kinds: [
    "one_rep_max",
    "weight",
    "assistance",
    "set_volume",
    "session_volume",
    "reps",
    "duration",
    "distance",
  ],
  less_is_better: ["assistance"],
  reps_max: 12,
  estimated_loads: ["weight_reps"],
  estimated_reps_max: 12,
  low_confidence_reps: 10,
  counted_kinds: ["drop", "failure", "working"],
  without_volume: ["assisted"],
};

export const RTS = {
  rpe_min: 6,
  rpe_max: 10,
  reps_max: 12,
  thousandths: [
    1000, 978, 955, 939, 922, 907, 892, 878, 863, 850, 837, 824, 811, 799, 786, 774, 762, 751, 739,
    723, 707, 694, 680, 667, 653, 640, 626, 613, 599, 586, 572,
  ],
};

/** @type {Record<string, (kg: number, reps: number) => number>} */
export const EQUATIONS = {
  epley: (kg, reps) => kg * (1 + reps / 30),
  brzycki: (kg, reps) => (kg * 36) / (37 - reps),
  lander: (kg, reps) => (100 * kg) / (101.3 - 2.67123 * reps),
  lombardi: (kg, reps) => kg * reps ** 0.1,
  mayhew: (kg, reps) => (100 * kg) / (52.2 + 41.9 * Math.exp(-0.055 * reps)),
  oconner: (kg, reps) => kg * (1 + reps / 40),
  wathan: (kg, reps) => (100 * kg) / (48.8 + 53.8 * Math.exp(-0.075 * reps)),
};
