// @ts-check
/**
 * What taps do to a running workout, and how one begins. Loaded when one is to begin or runs
 * already.
 */

import { recordsOf } from "./model/records.js";
import { probablyMeant } from "./model/slips.js";
import * as model from "./model/workout.js";
import { RestTimer, restLine } from "./rest_timer.js";
import { newId } from "./sync/store.js";
import { clock, number, t } from "./text.js";
import { short } from "./views/set_words.js";

/**
 * A finger that bounces, or two that meant one tap: who logs the next set on purpose takes longer.
 */
const BOUNCE_MS = 300;

/**
 * What taps do to what is known and shown.
 * @param {Pick<LogScreen, "root" | "store" | "ui" | "say" | "soon">} screen
 */
export function lifting({ root, store, ui, say, soon }) {
  const timer = new RestTimer(store, restLine({ root, say, soon }));
  const running = () => /** @type {Workout} */ (store.snapshot.running);
  let handledAt = -Infinity;
  const bounced = () => performance.now() - handledAt < BOUNCE_MS;

  function current() {
    const workout = store.snapshot.running;
    const entry = workout && model.nextEntry(workout, ui.chosen);
    if (!entry) return { workout, entry: null, next: null };
    const next = model.nextSet(store.snapshot, workout, entry);
    const key = `${entry.id} ${next.id ?? entry.sets.length}`;
    if (ui.draft?.key !== key) ui.draft = { key, values: {} };
    return { workout, entry, next: { ...next, ...ui.draft.values } };
  }

  /**
   * Bests as they were before this workout: what was logged in it is sent meanwhile and comes back
   * as a best.
   * @param {string} exerciseId
   */
  function bestBefore(exerciseId) {
    const kept = store.meta("bests_before");
    const workout = store.snapshot.running;
    if (kept?.workout_id === workout?.id && exerciseId in (kept?.bests ?? {}))
      return kept.bests[exerciseId];
    return store.snapshot.bests.get(exerciseId) ?? null;
  }

  /**
   * @param {Workout} workout
   * @param {string} exerciseId
   */
  function keepBests(workout, exerciseId) {
    const kept = store.meta("bests_before");
    const bests = kept?.workout_id === workout.id ? kept.bests : {};
    if (exerciseId in bests) return;
    store
      .setMeta("bests_before", {
        workout_id: workout.id,
        bests: { ...bests, [exerciseId]: store.snapshot.bests.get(exerciseId) ?? null },
      })
      .catch(() => {});
  }

  /**
   * The records that sets of this entry hold; those of its exercise are looked at together.
   * @param {Entry} entry
   */
  function records(entry) {
    const { snapshot } = store;
    const sets = (snapshot.running?.exercises ?? [])
      .filter((one) => one.exercise_id === entry.exercise_id)
      .flatMap((one) => one.sets);
    const best = bestBefore(entry.exercise_id);
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
  function commit(operations, undoText = null, was = { chosen: ui.chosen }) {
    if (!operations.length) return soon();
    const before = store.snapshot.running;
    const written = store.commit(operations);
    written.then(
      () => {
        ui.problem = null;
      },
      () => {
        ui.problem = t("notKept");
        soon();
      },
    );
    const after = before && store.snapshot.workouts.get(before.id);
    if (undoText && before && after) ui.undo = { before, after, text: undoText, ...was };
    soon();
  }

  /** @param {LoggedSet} set */
  function what(set) {
    const unit = set.weight === null ? "" : ` ${set.weight_unit}`;
    if (set.weight !== null && set.reps !== null)
      return t("weightByReps", { weight: `${number(set.weight)}${unit}`, reps: set.reps });
    return short(set, model.unitOf(store.snapshot));
  }

  /**
   * Words for the live region: "Set 3 logged, 102.5 kg by 5, rest 2:00".
   * @param {any} set
   * @param {number} number_
   * @param {number} rest
   */
  function tellLogged(set, number_, rest) {
    const mark = set.kind === "warm_up" ? t("warmUp") : number_;
    say(
      t(rest ? "saidLoggedRest" : "saidLogged", {
        n: mark,
        what: what(set),
        rest: rest ? clock(rest) : "",
      }),
    );
  }

  /**
   * @param {Workout} workout
   * @param {Entry} entry
   * @param {any[]} sets
   * @param {number} number_
   */
  function logSets(workout, entry, sets, number_) {
    const was = { chosen: ui.chosen, rest: timer.rest };
    keepBests(workout, entry.exercise_id);
    const now = new Date().toISOString();
    const first = model.nextPosition(entry);
    const operations = sets.map((one, at) =>
      model.putSet(workout, entry, newId(), first + at, one, now),
    );
    ui.doubt = ui.draft = null;
    handledAt = performance.now();
    commit(operations, t("undoLog", { n: number_ }), was);
    tellLogged(sets.at(-1), number_, goOn(entry.id));
  }

  /**
   * After a set: whose turn it is, and the rest before it, in seconds.
   * @param {string} entryId
   */
  function goOn(entryId) {
    const workout = running();
    const entry = /** @type {Entry} */ (workout.exercises.find((one) => one.id === entryId));
    const isDone = ui.chosen === entryId && !model.openPlans(entry).length;
    if (isDone || model.groupOf(workout, entry).length > 1) ui.chosen = null;
    const wanted =
      store.snapshot.preferences.rest_timer !== false && !model.roundGoesOn(workout, entry);
    const rest = wanted ? model.restOf(store.snapshot, entry) : 0;
    timer.start(rest);
    return rest;
  }

  /**
   * Sets of one weight are logged, or asked about first where that is far above anything before.
   * @param {Workout} workout
   * @param {Entry} entry
   * @param {any[]} sets
   * @param {number} number_
   */
  function logOrAsk(workout, entry, sets, number_) {
    const meant = probablyMeant(
      sets[0],
      highest(entry),
      model.exerciseOf(store.snapshot, entry).load_kind,
    );
    if (meant === null) return logSets(workout, entry, sets, number_);
    const { weight, weight_unit: unit } = sets[0];
    ui.doubt = { entry: entry.id, weight, meant, unit, sets, number: number_ };
    ui.chosen = entry.id;
    handledAt = performance.now();
    say(act.question());
    soon();
  }

  const SET = [
    "plan_id",
    "kind",
    "weight",
    "weight_unit",
    "reps",
    "rpe",
    "duration_s",
    "distance",
    "distance_unit",
    "note",
  ];
  /** @param {Record<string, any>} values */
  const onlySet = (values) =>
    Object.fromEntries(
      SET.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]),
    );

  /**
   * The best of before and of this workout: what was said to be meant once is not asked about
   * again.
   * @param {Entry} entry
   */
  function highest(entry) {
    const best = bestBefore(entry.exercise_id);
    const own = Math.max(0, ...entry.sets.map((one) => one.weight_kg ?? 0));
    return best && { ...best, top_weight_kg: Math.max(best.top_weight_kg ?? 0, own) };
  }

  const act = {
    say,
    what,
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",

    /** @param {{ routine?: Routine, workout?: Workout }} source */
    start(source) {
      if (store.snapshot.running) return;
      const { operations } = model.begin(store.snapshot, newId, {
        ...source,
        now: new Date().toISOString(),
        timeZone: act.timeZone(),
        title: t("workout"),
      });
      ui.chosen = ui.undo = ui.draft = ui.finished = null;
      timer.skip();
      commit(operations);
      if (!running().exercises.length) location.hash = "pick";
    },

    log() {
      const { workout, entry, next } = current();
      if (!entry || !act.complete(next)) return;
      const [wrong] = Object.values(ui.draft?.wrong ?? {});
      if (wrong) {
        say(wrong.words);
        return document.querySelector('.amount[aria-invalid="true"]')?.focus();
      }
      if (!bounced()) logOrAsk(workout, entry, [onlySet(next)], next.number);
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
      const workout = running();
      const { doubt } = ui;
      const entry = workout.exercises.find((one) => one.id === doubt?.entry);
      if (!entry || !doubt || bounced()) return;
      const sets = doubt.sets.map((one) => ({ ...one, weight }));
      logSets(workout, entry, sets, doubt.number);
    },

    /** @param {Pick<Measures, "reps" | "duration_s" | "distance">} set */
    complete(set) {
      return set.reps !== null || set.duration_s !== null || set.distance !== null;
    },

    /**
     * @param {Entry} entry
     * @param {Row} row
     */
    logRow(entry, row) {
      if (bounced()) return;
      const workout = running();
      const set = model.nextSet(store.snapshot, workout, entry, row.plan);
      if (act.complete(set)) logOrAsk(workout, entry, [onlySet(set)], row.number);
      else act.open({ kind: "set", entry: entry.id, row: row.id });
    },

    /**
     * @param {LoggedSet} set
     * @param {number} n
     */
    unlog(set, n) {
      if (bounced()) return;
      commit([model.removeSet(set.id)], t("undoRemove", { n }));
      say(t("saidRemoved", { n }));
    },

    undo() {
      if (!ui.undo) return;
      const { before, after, chosen, rest } = ui.undo;
      ui.undo = ui.draft = ui.doubt = null;
      ui.chosen = chosen;
      handledAt = -Infinity;
      if (rest !== undefined) timer.restore(rest);
      commit(model.undoing(before, after));
      say(t("saidUndone"));
    },

    /** @param {Record<string, any>} values */
    change(values) {
      const { next } = current();
      ui.doubt = null;
      if (!ui.draft) return;
      const unit = model.unitOf(store.snapshot);
      if ("weight" in values)
        values.weight_unit = values.weight === null ? null : (values.weight_unit ?? unit);
      if ("distance" in values && values.distance !== null)
        values.distance_unit = next?.distance_unit ?? "m";
      ui.draft.values = { ...ui.draft.values, ...values };
      for (const name of Object.keys(values)) delete ui.draft.wrong?.[name];
      soon();
    },

    /** @param {string} entryId */
    choose(entryId) {
      ui.chosen = entryId;
      ui.doubt = null;
      soon();
      requestAnimationFrame(() =>
        document.querySelector(`[data-entry="${entryId}"] h2`)?.focus({ preventScroll: false }),
      );
    },

    nextExercise(direction = 1) {
      const { workout, entry } = current();
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
      const workout = running();
      const entry = workout.exercises.find((one) => one.id === swappedId);
      const { id, operations } = entry
        ? model.swapExercise(newId, workout, entry, exerciseId)
        : model.addExercise(store.snapshot, newId, workout, exerciseId);
      ui.dialog = null;
      commit(operations, entry ? t("undoSwap") : t("undoAdd"));
      ui.chosen = id;
      location.hash = "";
    },

    /** @param {Record<string, any>} fields */
    makeExercise(fields) {
      const target = newId();
      commit([{ kind: "exercise", verb: "put", target, fields }]);
      return target;
    },

    /**
     * @param {string} exerciseId
     * @param {Record<string, any>} fields
     */
    settings(exerciseId, fields) {
      commit([{ kind: "exercise", verb: "put", target: exerciseId, fields }]);
    },

    /**
     * @param {Entry} entry
     * @param {number} direction
     */
    move(entry, direction) {
      ui.dialog = null;
      commit(model.moveEntry(running(), entry, direction), t("undoMove"));
    },
    /** @param {Entry} entry */
    superset(entry) {
      ui.dialog = null;
      commit(model.toggleSuperset(running(), entry), t("undoSuperset"));
    },
    /** @param {Entry} entry */
    joinAbove(entry) {
      ui.dialog = null;
      commit(model.joinAbove(running(), entry), t("undoSuperset"));
    },
    /** @param {Entry} entry */
    removeEntry(entry) {
      ui.dialog = null;
      commit(
        [...entry.sets.map((set) => model.removeSet(set.id)), model.removeEntry(entry)],
        t("undoRemoveExercise"),
      );
      ui.chosen = null;
      say(t("saidRemovedExercise"));
    },
    /** @param {Entry} entry */
    addSet(entry) {
      commit(model.addSet(newId, store.snapshot, running(), entry), t("undoAddSet"));
      ui.chosen = entry.id;
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
          : [model.changeEntry(running(), entry, { rest_s })];
      commit([
        ...own,
        { kind: "exercise", verb: "put", target: entry.exercise_id, fields: { rest_s } },
      ]);
      say(t("saved"));
    },
    /** @param {Record<string, any>} fields */
    describe(fields) {
      ui.dialog = null;
      commit([{ kind: "workout", verb: "put", target: running().id, fields }]);
      say(t("saved"));
    },
    /**
     * @param {Entry} entry
     * @param {string} note
     */
    entryNote(entry, note) {
      commit([model.changeEntry(running(), entry, { note })]);
    },
    /** @param {Entry} entry */
    async warmUp(entry) {
      const [{ ramp }, { barOf }] = await Promise.all([
        import("./model/warm_up.js"),
        import("./model/plates.js"),
      ]);
      ui.chosen = entry.id;
      const { workout, next } = current();
      if (!workout || !next) return;
      const exercise = model.exerciseOf(store.snapshot, entry);
      const unit = model.unitOf(store.snapshot);
      ui.dialog = null;
      const { weight } =
        next.kind === "warm_up" ? model.nextWorkingSet(store.snapshot, workout, entry) : next;
      const sets = ramp(
        weight ?? 0,
        barOf(exercise, store.snapshot.preferences, unit) ?? 0,
        model.incrementOf(exercise, unit),
      );
      const operations = model.insertWarmUps(newId, workout, entry, sets, unit);
      commit(operations, t("undoWarmUp"));
      if (!operations.length) say(t("noRamp"));
    },

    /**
     * A dialog over the screen: {kind: "set"|"menu"|"help", ...}.
     * @param {Dialog} dialog
     */
    open(dialog) {
      ui.dialog = dialog;
      soon();
    },
    close() {
      ui.dialog = null;
      soon();
    },

    /**
     * @param {{ entry: Entry, row: Row }} given
     * @param {Record<string, any>} values
     */
    saveSet({ entry, row }, values) {
      const workout = running();
      ui.dialog = null;
      const unit = model.unitOf(store.snapshot);
      const operation = row.set
        ? model.editSet(workout, entry, row.set, values, unit)
        : row.plan
          ? model.editPlan(workout, entry, row.plan, values, unit)
          : null;
      if (operation) commit([operation], t("undoEdit"));
      else if (!row.set && !row.plan) act.change(values);
      else soon();
    },
    /** @param {{ entry: Entry, row: Row }} given */
    removeRow({ entry, row }) {
      const workout = running();
      ui.dialog = null;
      const plan = (entry.plan ?? []).filter((one) => one.id !== row.plan?.id);
      const operations =
        plan.length === (entry.plan ?? []).length
          ? []
          : [model.changeEntry(workout, entry, { plan })];
      if (row.set) operations.push(model.removeSet(row.id));
      commit(operations, t("undoRemove", { n: row.number }));
      say(t("saidRemoved", { n: row.number }));
    },

    /**
     * A typed line; false when it is not understood.
     * @param {string} text
     */
    async line(text) {
      const { parseLine, parseTimedLine } = await import("./model/entry.js");
      const { workout, entry, next } = current();
      const { load_kind } = entry ? model.exerciseOf(store.snapshot, entry) : {};
      const found =
        load_kind === "time"
          ? parseTimedLine(text)
          : load_kind === "distance"
            ? null
            : parseLine(text, model.unitOf(store.snapshot));
      if (!found || !entry) return false;
      const sets = model.setsOfLine(store.snapshot, workout, entry, found, next);
      logOrAsk(workout, entry, sets.map(onlySet), sets[0].number);
      return true;
    },

    /**
     * `started_at` is given where it was corrected.
     * @param {{ title: string, note: string, routine: string | null, duration_s: number,
     * started_at?: string | null }} given
     */
    finish({ title: name, note, routine, duration_s, started_at = null }) {
      const workout = running();
      const began = started_at === null ? {} : { started_at };
      /** @type {Change[]} */
      const operations = [
        {
          kind: "workout",
          verb: "put",
          target: workout.id,
          fields: { running: false, duration_s, title: name, note, ...began },
        },
      ];
      if (routine) operations.push(model.routineOf(store.snapshot, newId, workout, routine));
      const { sets, volume, unit } = model.figures(store.snapshot, workout);
      const beaten = workout.exercises.reduce((total, entry) => total + records(entry).length, 0);
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
      timer.skip();
      commit(operations);
      say(t("saidFinished"));
      location.hash = "";
    },
    discard() {
      const workout = running();
      ui.finished = { discarded: workout.id };
      ui.undo = ui.chosen = ui.draft = null;
      timer.skip();
      commit([{ kind: "workout", verb: "delete", target: workout.id, fields: {} }]);
      location.hash = "";
    },
    takeBack() {
      const id = ui.finished.discarded ?? ui.finished.id;
      ui.finished = null;
      commit([{ kind: "workout", verb: "put", target: id, fields: { running: true } }]);
    },
  };

  return { act, current, records, timer };
}
