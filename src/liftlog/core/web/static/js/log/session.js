// @ts-check
/** What actions on a running workout share: its next set, its records, and how it is changed. */

import { recordsOf } from "./model/records.js";
import { inUnit } from "./model/units.js";
import * as model from "./model/workout.js";
import { RestTimer, restLine } from "./rest_timer.js";
import { number, t } from "./text.js";
import { short } from "./views/set_words.js";

/**
 * A finger that bounces, or two that meant one tap: who logs the next set on purpose takes longer.
 */
const BOUNCE_MS = 300;
const BESTS_BEFORE = "bests_before";

export class Session {
  #handledAt = -Infinity;

  /** @param {Pick<LogScreen, "root" | "store" | "ui" | "say" | "soon">} screen */
  constructor({ root, store, ui, say, soon }) {
    this.store = store;
    this.ui = ui;
    this.say = say;
    this.soon = soon;
    this.timer = new RestTimer(store, restLine({ root, say, soon }));
  }

  get snapshot() {
    return this.store.snapshot;
  }

  /** The workout that runs, where one is known to. */
  get workout() {
    return /** @type {Workout} */ (this.snapshot.running);
  }

  get unit() {
    return model.unitOf(this.snapshot);
  }

  current() {
    const { snapshot, ui } = this;
    const workout = snapshot.running;
    const entry = workout && model.nextEntry(workout, ui.chosen);
    if (!entry) return { workout, entry: null, next: null };
    const next = model.nextSet(snapshot, workout, entry);
    const key = `${entry.id} ${next.id ?? entry.sets.length}`;
    if (ui.draft?.key !== key) ui.draft = { key, values: {} };
    return { workout, entry, next: { ...next, ...ui.draft.values } };
  }

  bounced() {
    return performance.now() - this.#handledAt < BOUNCE_MS;
  }

  /** A tap was handled now; a number of its own makes the next one count at once. */
  handled(at = performance.now()) {
    this.#handledAt = at;
  }

  /**
   * Bests as they were before this workout: what was logged in it is sent meanwhile and comes back
   * as a best.
   * @param {string} exerciseId
   * @returns {Best | null}
   */
  bestBefore(exerciseId) {
    const kept = this.store.meta(BESTS_BEFORE);
    const isOfThis = kept?.workout_id === this.snapshot.running?.id;
    if (isOfThis && exerciseId in (kept?.bests ?? {})) return kept.bests[exerciseId];
    return this.snapshot.bests.get(exerciseId) ?? null;
  }

  /**
   * @param {Workout} workout
   * @param {string} exerciseId
   */
  keepBests(workout, exerciseId) {
    const kept = this.store.meta(BESTS_BEFORE);
    const before = kept?.workout_id === workout.id ? kept.bests : {};
    if (exerciseId in before) return;
    const bests = { ...before, [exerciseId]: this.snapshot.bests.get(exerciseId) ?? null };
    this.store.setMeta(BESTS_BEFORE, { workout_id: workout.id, bests }).catch(() => {});
  }

  /**
   * The records that sets of this entry hold; those of its exercise are looked at together.
   * @param {Entry} entry
   */
  records(entry) {
    const { snapshot } = this;
    const sets = (snapshot.running?.exercises ?? [])
      .filter((one) => one.exercise_id === entry.exercise_id)
      .flatMap((one) => one.sets);
    const best = this.bestBefore(entry.exercise_id);
    const load = model.exerciseOf(snapshot, entry).load_kind;
    return recordsOf(sets, best, snapshot.user?.formula, load).filter((record) =>
      entry.sets.some((set) => set.id === record.set),
    );
  }

  /**
   * `was` is what undo brings back beside the workout; its rest only where the rest was changed.
   * @param {Change[]} operations
   * @param {string | null} [undoText]
   * @param {{ chosen: string | null, rest?: Rest | null }} [was]
   */
  commit(operations, undoText = null, was = { chosen: this.ui.chosen }) {
    const { store, ui } = this;
    if (!operations.length) return this.soon();
    const before = store.snapshot.running;
    store.commit(operations).then(
      () => {
        ui.problem = null;
      },
      () => {
        ui.problem = t("notKept");
        this.soon();
      },
    );
    const after = before && store.snapshot.workouts.get(before.id);
    if (undoText && before && after) ui.undo = { before, after, text: undoText, ...was };
    this.soon();
  }

  /**
   * A dialog over the screen, or none.
   * @param {Dialog | null} dialog
   */
  show(dialog) {
    this.ui.dialog = dialog;
    this.soon();
  }

  /**
   * Of a set what is said aloud: "102.5 kg by 5".
   * @param {LoggedSet} set
   */
  what(set) {
    const weight = inUnit(set.weight, set.weight_unit, this.unit);
    if (weight !== null && set.reps !== null)
      return t("weightByReps", { weight: `${number(weight)} ${this.unit}`, reps: set.reps });
    return short(set, this.unit);
  }
}
