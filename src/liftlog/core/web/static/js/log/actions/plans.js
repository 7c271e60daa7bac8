// @ts-check
/** Planned sets, and sets that were logged: added, changed and taken out. */

import { inUnit } from "../model/units.js";
import * as model from "../model/workout.js";
import { newId } from "../sync/store.js";
import { t } from "../text.js";

/**
 * @param {import("../session.js").Session} session
 * @param {(values: Record<string, any>) => void} change of the set that comes next
 */
export function planActions(session, change) {
  const { ui } = session;
  const act = {
    /** @param {Entry} entry */
    addSet(entry) {
      session.commit(
        model.addSet(newId, session.snapshot, session.workout, entry),
        t("undoAddSet"),
      );
      ui.chosen = entry.id;
    },

    /** @param {Entry} entry */
    async warmUp(entry) {
      const [{ ramp }, { barOf, platesOf }] = await Promise.all([
        import("../model/warm_up.js"),
        import("../model/plates.js"),
      ]);
      ui.chosen = entry.id;
      const { workout, next } = session.current();
      if (!workout || !next) return;
      const exercise = model.exerciseOf(session.snapshot, entry);
      const { unit } = session;
      ui.dialog = null;
      const { weight, weight_unit } =
        next.kind === "warm_up" ? model.nextWorkingSet(session.snapshot, workout, entry) : next;
      const plates = platesOf(session.snapshot.preferences, unit);
      const sets = ramp(
        inUnit(weight ?? 0, weight_unit, unit),
        barOf(exercise, session.snapshot.preferences, unit) ?? 0,
        model.incrementOf(exercise, unit),
        plates.unit === unit ? plates.sizes : [],
      );
      const operations = model.insertWarmUps(newId, workout, entry, sets, unit);
      session.commit(operations, t("undoWarmUp"));
      if (!operations.length) session.say(t("noRamp"));
    },

    /**
     * @param {{ entry: Entry, row: Row }} given
     * @param {Record<string, any>} values
     */
    saveSet({ entry, row }, values) {
      const { workout } = session;
      ui.dialog = null;
      const { unit } = session;
      const operation = row.set
        ? model.editSet(workout, entry, row.set, values, unit)
        : row.plan
          ? model.editPlan(workout, entry, row.plan, values, unit)
          : null;
      if (operation) session.commit([operation], t("undoEdit"));
      else if (!row.set && !row.plan) change(model.edited(session.current().next, values, unit));
      else session.soon();
    },

    /** @param {{ entry: Entry, row: Row }} given */
    removeRow({ entry, row }) {
      const { workout } = session;
      ui.dialog = null;
      const plan = (entry.plan ?? []).filter((one) => one.id !== row.plan?.id);
      const operations =
        plan.length === (entry.plan ?? []).length
          ? []
          : [model.changeEntry(workout, entry, { plan })];
      if (row.set) operations.push(model.removeSet(row.id));
      session.commit(operations, t("undoRemove", { n: row.number }));
      session.say(t("saidRemoved", { n: row.number }));
    },
  };
  return act;
}
