// @ts-check
/** The next set: its values, and the tap or the line that logs it. */

import { probablyMeant } from "../model/slips.js";
import * as model from "../model/workout.js";
import { newId } from "../sync/store.js";
import { clock, number, t } from "../text.js";

/**
 * Of a set that comes next only what an operation says.
 * @param {Record<string, any>} values
 */
const onlySet = (values) =>
  Object.fromEntries(
    model.SET_FIELDS.filter((name) => values[name] !== undefined).map((name) => [
      name,
      values[name],
    ]),
  );

/**
 * Words for the live region: "Set 3 logged, 102.5 kg by 5, rest 2:00".
 * @param {import("../session.js").Session} session
 * @param {LoggedSet} set
 * @param {number} count
 * @param {number} rest in seconds
 */
function tellLogged(session, set, count, rest) {
  const places = {
    n: set.kind === "warm_up" ? t("warmUp") : count,
    what: session.what(set),
    rest: rest ? clock(rest) : "",
  };
  session.say(t(rest ? "saidLoggedRest" : "saidLogged", places));
}

/**
 * After a set: whose turn it is, and the rest before it, in seconds.
 * @param {import("../session.js").Session} session
 * @param {string} entryId
 */
function goOn({ workout, snapshot, timer, ui }, entryId) {
  const entry = /** @type {Entry} */ (workout.exercises.find((one) => one.id === entryId));
  const isDone = ui.chosen === entryId && !model.openPlans(entry).length;
  if (isDone || model.groupOf(workout, entry).length > 1) ui.chosen = null;
  const wanted = snapshot.preferences.rest_timer !== false && !model.roundGoesOn(workout, entry);
  const rest = wanted ? model.restOf(snapshot, entry) : 0;
  timer.start(rest);
  return rest;
}

/**
 * @param {import("../session.js").Session} session
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {any[]} sets
 * @param {number} count
 */
function logSets(session, workout, entry, sets, count) {
  const { timer, ui } = session;
  const was = { chosen: ui.chosen, rest: timer.rest };
  session.keepBests(workout, entry.exercise_id);
  const now = new Date().toISOString();
  const first = model.nextPosition(entry);
  const operations = sets.map((one, at) =>
    model.putSet(workout, entry, newId(), first + at, one, now),
  );
  ui.doubt = ui.draft = null;
  session.handled();
  session.commit(operations, t("undoLog", { n: count }), was);
  tellLogged(session, sets.at(-1), count, goOn(session, entry.id));
}

/**
 * The best of before and of this workout: what was said to be meant once is not asked about again.
 * @param {import("../session.js").Session} session
 * @param {Entry} entry
 */
function highest(session, entry) {
  const best = session.bestBefore(entry.exercise_id);
  const own = Math.max(0, ...entry.sets.map((one) => one.weight_kg ?? 0));
  return best && { top_weight_kg: Math.max(best.top_weight_kg ?? 0, own) };
}

/** @param {import("../session.js").Session} session */
export function loggingActions(session) {
  const { ui } = session;

  /**
   * Sets of one weight are logged, or asked about first where that is far above anything before.
   * @param {Workout} workout
   * @param {Entry} entry
   * @param {any[]} sets
   * @param {number} count
   */
  function logOrAsk(workout, entry, sets, count) {
    const load = model.exerciseOf(session.snapshot, entry).load_kind;
    const meant = probablyMeant(sets[0], highest(session, entry), load);
    if (meant === null) return logSets(session, workout, entry, sets, count);
    const { weight, weight_unit: unit } = sets[0];
    ui.doubt = { entry: entry.id, weight, meant, unit, sets, number: count };
    ui.chosen = entry.id;
    session.handled();
    session.say(act.question());
    session.soon();
  }

  const act = {
    /** @param {Record<string, any>} values */
    change(values) {
      const { next } = session.current();
      ui.doubt = null;
      if (!ui.draft) return;
      const { unit } = session;
      if ("weight" in values)
        values.weight_unit = values.weight === null ? null : (values.weight_unit ?? unit);
      if ("distance" in values && values.distance !== null)
        values.distance_unit ??= next?.distance_unit ?? "m";
      ui.draft.values = { ...ui.draft.values, ...values };
      for (const name of Object.keys(values)) delete ui.draft.wrong?.[name];
      session.soon();
    },

    /** @param {Pick<Measures, "reps" | "duration_s" | "distance">} set */
    complete(set) {
      return set.reps !== null || set.duration_s !== null || set.distance !== null;
    },

    log() {
      const { workout, entry, next } = session.current();
      if (!entry || !act.complete(next)) return;
      const [wrong] = Object.values(ui.draft?.wrong ?? {});
      if (wrong) {
        session.say(wrong.words);
        return document.querySelector('.amount[aria-invalid="true"]')?.focus();
      }
      if (!session.bounced()) logOrAsk(workout, entry, [onlySet(next)], next.number);
    },

    /**
     * @param {Entry} entry
     * @param {Row} row
     */
    logRow(entry, row) {
      if (session.bounced()) return;
      const { workout } = session;
      const set = model.nextSet(session.snapshot, workout, entry, row.plan);
      if (act.complete(set)) logOrAsk(workout, entry, [onlySet(set)], row.number);
      else session.show({ kind: "set", entry: entry.id, row: row.id });
    },

    /**
     * @param {LoggedSet} set
     * @param {number} n
     */
    unlog(set, n) {
      if (session.bounced()) return;
      session.commit([model.removeSet(set.id)], t("undoRemove", { n }));
      session.say(t("saidRemoved", { n }));
    },

    /**
     * A typed line; false when it is not understood.
     * @param {string} text
     */
    async line(text) {
      const { parseLine, parseTimedLine } = await import("../model/entry.js");
      const { workout, entry, next } = session.current();
      const { load_kind } = entry ? model.exerciseOf(session.snapshot, entry) : {};
      const found =
        load_kind === "time"
          ? parseTimedLine(text)
          : load_kind === "distance"
            ? null
            : parseLine(text, session.unit);
      if (!found || !entry) return false;
      const sets = model.setsOfLine(session.snapshot, workout, entry, found, next);
      logOrAsk(workout, entry, sets.map(onlySet), sets[0].number);
      return true;
    },

    /** "150 or 15 kg?" */
    question() {
      const { weight, meant, unit } = ui.doubt ?? {};
      return t("which", { one: number(weight), other: `${number(meant)} ${unit}` });
    },

    /**
     * What was meant, after all.
     * @param {number | null} weight
     */
    settle(weight) {
      const { workout } = session;
      const { doubt } = ui;
      const entry = workout.exercises.find((one) => one.id === doubt?.entry);
      if (!entry || !doubt || session.bounced()) return;
      const sets = doubt.sets.map((one) => ({ ...one, weight }));
      logSets(session, workout, entry, sets, doubt.number);
    },

    undo() {
      if (!ui.undo) return;
      const { before, after, chosen, rest } = ui.undo;
      ui.undo = ui.draft = ui.doubt = null;
      ui.chosen = chosen;
      session.handled(-Infinity);
      if (rest !== undefined) session.timer.restore(rest);
      session.commit(model.undoing(before, after));
      session.say(t("saidUndone"));
    },
  };
  return act;
}
