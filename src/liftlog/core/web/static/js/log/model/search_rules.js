// @ts-check
/** Generated from the domain by `make rules`. Do not edit. */

export const FIT = {
  beginning: 0.9,
  slipped: 0.85,
  joined: 0.98,
  exact: 1.0,
  same_words: 0.5,
  name_not_alias: 0.03,
  from_the_start: 0.05,
  per_word: -0.02,
  per_variant: 0.01,
  variants_max: 6,
  one_slip_from: 4,
  two_slips_from: 7,
  query_max: 120,
  query_words_max: 8,
};

export const IMPLEMENTS = ["", "barbell", "dumbbell", "cable", "machine"];

/** @type {Record<string, string>} */
export const SPELLINGS = {
  barbel: "barbell",
  bb: "barbell",
  benchpress: "bench press",
  bentover: "bent over",
  bw: "bodyweight",
  calves: "calf",
  chinup: "chin up",
  crossover: "cross over",
  db: "dumbbell",
  deadlift: "dead lift",
  declined: "decline",
  dumbel: "dumbbell",
  dumbell: "dumbbell",
  ezbar: "ez bar",
  facepull: "face pull",
  flies: "fly",
  flye: "fly",
  hammerstrength: "hammer strength",
  hyperextension: "hyper extension",
  inclined: "incline",
  kb: "kettlebell",
  kickback: "kick back",
  latpulldown: "lat pull down",
  legged: "leg",
  muscleup: "muscle up",
  one: "single",
  overhead: "over head",
  pressdown: "press down",
  pressup: "press up",
  pulldown: "pull down",
  pulley: "cable",
  pullover: "pull over",
  pullthrough: "pull through",
  pullup: "pull up",
  pushdown: "push down",
  pushup: "push up",
  sitting: "seated",
  situp: "sit up",
  skullcrusher: "skull crusher",
  smith: "smith machine",
  stepup: "step up",
  tbar: "t bar",
  vbar: "v bar",
  woodchop: "wood chop",
  woodchopper: "wood chop",
};

/** @type {Record<string, string>} */
export const DIRECTIONS = { "high to low": "hightolow", "low to high": "lowtohigh" };

export const EMPTY_WORDS = ["a", "an", "and", "of", "on", "the", "with"];

export const APOSTROPHES = "'\u2019\u00b4`";
