// @ts-check
/** The exercises of a running workout: chosen, added, swapped, moved and set up. */

import * as model from "../model/workout.js";
import { newId } from "../sync/store.js";
import { t } from "../text.js";

/** @param {import("../session.js").Session} session */
export function exerciseActions(session) {
  const { ui } = session;
  const act = {
    /** @param {string} entryId */
    choose(entryId) {
      ui.chosen = entryId;
      ui.doubt = null;
      session.soon();
      requestAnimationFrame(() =>
        document.querySelector(`[data-entry="${entryId}"] h2`)?.focus({ preventScroll: false }),
      );
    },

    nextExercise(direction = 1) {
      const { workout, entry } = session.current();
      if (!entry) return;
      const { exercises } = workout;
      act.choose(
        exercises[(exercises.indexOf(entry) + direction + exercises.length) % exercises.length].id,
      );
    },

    /**
     * @param {string} exerciseId
     * @param {string} swappedId
     */
    pick(exerciseId, swappedId) {
      const { workout } = session;
      const entry = workout.exercises.find((one) => one.id === swappedId);
      const { id, operations } = entry
        ? model.swapExercise(newId, workout, entry, exerciseId)
        : model.addExercise(session.snapshot, newId, workout, exerciseId);
      ui.dialog = null;
      session.commit(operations, entry ? t("undoSwap") : t("undoAdd"));
      ui.chosen = id;
      location.hash = "";
    },

    /** @param {Record<string, any>} fields */
    makeExercise(fields) {
      const target = newId();
      session.commit([{ kind: "exercise", verb: "put", target, fields }]);
      return target;
    },

    /**
     * @param {string} exerciseId
     * @param {Record<string, any>} fields
     */
    settings(exerciseId, fields) {
      session.commit([{ kind: "exercise", verb: "put", target: exerciseId, fields }]);
    },

    /**
     * @param {Entry} entry
     * @param {number} direction
     */
    move(entry, direction) {
      ui.dialog = null;
      session.commit(model.moveEntry(session.workout, entry, direction), t("undoMove"));
    },

    /** @param {Entry} entry */
    superset(entry) {
      ui.dialog = null;
      session.commit(model.toggleSuperset(session.workout, entry), t("undoSuperset"));
    },

    /** @param {Entry} entry */
    joinAbove(entry) {
      ui.dialog = null;
      session.commit(model.joinAbove(session.workout, entry), t("undoSuperset"));
    },

    /** @param {Entry} entry */
    removeEntry(entry) {
      ui.dialog = null;
      session.commit(
        [...entry.sets.map((set) => model.removeSet(set.id)), model.removeEntry(entry)],
        t("undoRemoveExercise"),
      );
      ui.chosen = null;
      session.say(t("saidRemovedExercise"));
    },

    /**
     * @param {Entry} entry
     * @param {number | null} rest_s
     */
    rest(entry, rest_s) {
      ui.dialog = null;
      const own =
        entry.rest_s === null || entry.rest_s === undefined
          ? []
          : [model.changeEntry(session.workout, entry, { rest_s })];
      session.commit([
        ...own,
        { kind: "exercise", verb: "put", target: entry.exercise_id, fields: { rest_s } },
      ]);
      session.say(t("saved"));
    },

    /**
     * @param {Entry} entry
     * @param {string} note
     */
    entryNote(entry, note) {
      session.commit([model.changeEntry(session.workout, entry, { note })]);
    },
  };
  return act;
}
