// @ts-check
/** How a workout begins, what is said of it, and how it ends. */

import * as model from "../model/workout.js";
import { newId } from "../sync/store.js";
import { t } from "../text.js";

/**
 * That of the browser, or of the account where the browser knows none: some then say Etc/Unknown.
 * @param {User | null} user
 */
function timeZone(user) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && zone !== "Etc/Unknown" ? zone : (user?.time_zone ?? null);
}

/** @param {import("../session.js").Session} session */
export function workoutActions(session) {
  const { ui } = session;
  const act = {
    /** @param {{ routine?: Routine, workout?: Workout }} source */
    start(source) {
      if (session.snapshot.running) return;
      const { operations } = model.begin(session.snapshot, newId, {
        ...source,
        now: new Date().toISOString(),
        timeZone: timeZone(session.snapshot.user),
        title: t("workout"),
      });
      ui.chosen = ui.undo = ui.draft = ui.finished = null;
      session.timer.skip();
      session.commit(operations);
      if (!session.workout.exercises.length) location.hash = "pick";
    },

    /** @param {Record<string, any>} fields */
    describe(fields) {
      ui.dialog = null;
      const { workout } = session;
      const changed = model.changedTexts(workout, fields);
      if (Object.keys(changed).length)
        session.commit([{ kind: "workout", verb: "put", target: workout.id, fields: changed }]);
      else session.soon();
      session.say(t("saved"));
    },

    /**
     * `started_at` is given where it was corrected.
     * @param {{ title: string, note: string, routine: string | null, duration_s: number,
     * started_at?: string | null }} given
     */
    finish({ title: name, note, routine, duration_s, started_at = null }) {
      const { workout } = session;
      const began = started_at === null ? {} : { started_at };
      /** @type {Change[]} */
      const operations = [
        {
          kind: "workout",
          verb: "put",
          target: workout.id,
          fields: {
            running: false,
            duration_s,
            ...model.changedTexts(workout, { title: name, note }),
            ...began,
          },
        },
      ];
      if (routine) operations.push(model.routineOf(session.snapshot, newId, workout, routine));
      const { sets, volume, unit } = model.figures(session.snapshot, workout);
      const beaten = workout.exercises.reduce(
        (total, entry) => total + session.records(entry).length,
        0,
      );
      ui.finished = {
        id: workout.id,
        title: name,
        duration_s,
        sets,
        volume,
        unit,
        records: beaten,
      };
      ui.undo = ui.chosen = ui.draft = null;
      session.timer.skip();
      session.commit(operations);
      session.say(t("saidFinished"));
      location.hash = "";
    },

    discard() {
      const { workout } = session;
      ui.finished = { discarded: workout.id };
      ui.undo = ui.chosen = ui.draft = null;
      session.timer.skip();
      session.commit([{ kind: "workout", verb: "delete", target: workout.id, fields: {} }]);
      location.hash = "";
    },

    takeBack() {
      const id = ui.finished.discarded ?? ui.finished.id;
      ui.finished = null;
      session.commit([{ kind: "workout", verb: "put", target: id, fields: { running: true } }]);
    },
  };
  return act;
}
