// @ts-check
/** What opens over a running workout: a set, an exercise's menu, its rest, the keys. */

import { html } from "../../../vendor/lit-html/lit-html.js";
import { LIMITS } from "../model/rules.js";
import { entered, inUnit } from "../model/units.js";
import {
  columnsOf,
  exerciseOf,
  historyOf,
  restOf,
  rowsOf,
  supersetAbove,
  unitOf,
  usualRest,
} from "../model/workout.js";
import { clock, number, t } from "../text.js";
import { readAmount, tell, unitOfAmount, wrongPlace } from "./amounts.js";
import { icon } from "./parts.js";
import { EFFORTS, heading, MARKS } from "./set_words.js";

/**
 * An effort that was written down elsewhere is offered too, so that an edit of something else keeps
 * it.
 * @param {number | null} rpe
 */
const effortsWith = (rpe) =>
  [...new Set([6, 6.5, ...EFFORTS, rpe ?? 10])].sort((one, other) => one - other);

/** @param {LogScreen} screen */
export function dialog(screen) {
  const { act, snapshot } = screen;
  const shown = /** @type {Dialog} */ (screen.ui.dialog);
  const entry = snapshot.running?.exercises.find((one) => one.id === shown.entry);
  const body =
    shown.kind === "help"
      ? helpBody()
      : shown.kind === "workout"
        ? workoutBody(screen)
        : entry
          ? BODIES[shown.kind](screen, entry)
          : "";
  return html`<dialog
    class="card sheet"
    data-modal
    aria-labelledby="dialog-title"
    @close=${(/** @type {On} */ event) => event.target.isConnected && act.close()}
    @click=${(/** @type {On} */ event) => event.target.localName === "dialog" && act.close()}
  >
    ${body}
  </dialog>`;
}

/** @param {string} words */
const dialogHead = (words) =>
  html`<form method="dialog" class="sheet-head">
    <h2 id="dialog-title">${words}</h2>
    <button class="button square plain" aria-label=${t("close")}>${icon("close")}</button>
  </form>`;

function helpBody() {
  const keys = [
    ["Enter", "keyLog"],
    ["n", "keyNext"],
    ["l", "keyLine"],
    ["u", "keyUndo"],
    ["/", "keySearch"],
    ["?", "keyHelp"],
  ];
  return html`${dialogHead(t("keys"))}
    <dl class="facts keys">
      ${keys.map(
        ([key, words]) =>
          html`<dt><kbd>${key}</kbd></dt>
            <dd>${t(words)}</dd>`,
      )}
    </dl>
    <p class="soft small">${t("lineHelp")}</p>`;
}

/**
 * @param {LogScreen} given
 * @param {Entry} entry
 */
function menuBody({ act, snapshot }, entry) {
  const exercise = exerciseOf(snapshot, entry);
  const workout = /** @type {Workout} */ (snapshot.running);
  const at = workout.exercises.indexOf(entry);
  const last = at === workout.exercises.length - 1;
  /**
   * @param {string} name
   * @param {string} words
   * @param {() => void} run
   */
  const item = (name, words, run, { off = false, tone = "" } = {}) =>
    html`<button type="button" class="menu-item ${tone}" ?disabled=${off} @click=${run}>
      ${icon(name)}${words}
    </button>`;
  const joined = entry.superset !== null && entry.superset !== undefined;
  return html`${dialogHead(exercise.name)}
    <a class="menu-item" href="#exercise-${entry.exercise_id}"
      >${icon("progress")}${t("historyAndSettings")}</a
    >
    <a class="menu-item" href="#swap-${entry.id}">${icon("repeat")}${t("swapLong")}</a>
    ${item("timer", t("restNow", { rest: clock(restOf(snapshot, entry)) }), () =>
      act.open({ kind: "rest", entry: entry.id }),
    )}
    ${
      ["weight_reps"].includes(exercise.load_kind)
        ? item("up", t("warmUpRamp"), () => act.warmUp(entry))
        : ""
    }
    ${item("copy", joined ? t("leaveSuperset") : t("joinSuperset"), () => act.superset(entry), {
      off: !joined && last,
    })}
    ${
      supersetAbove(workout, entry) === null
        ? ""
        : item("copy", t("joinSupersetAbove"), () => act.joinAbove(entry))
    }
    ${item("up", t("moveUp"), () => act.move(entry, -1), { off: at === 0 })}
    ${item("down", t("moveDown"), () => act.move(entry, 1), { off: last })}
    ${item("trash", t("removeExercise"), () => act.removeEntry(entry), { tone: "danger" })}`;
}

/**
 * Kept for the exercise; where a routine gave this workout a rest of its own, that is changed with
 * it.
 * @param {LogScreen} given
 * @param {Entry} entry
 */
function restBody({ act, snapshot }, entry) {
  const exercise = exerciseOf(snapshot, entry);
  /** @param {On<Form>} event */
  const save = (event) => {
    event.preventDefault();
    const field = event.target.elements.rest;
    const { value, wrong } = readAmount("rest_s", field.value);
    if (!tell(field, wrong)) act.rest(entry, value);
    else field.focus();
  };
  return html`${dialogHead(t("restOf", { exercise: exercise.name }))}
    <form class="stack" novalidate @submit=${save}>
      <div class="field">
        <label for="entry-rest">${t("restTime")}</label
        ><input
          class="input"
          id="entry-rest"
          name="rest"
          autocomplete="off"
          placeholder=${clock(usualRest(snapshot))}
          value=${clock(restOf(snapshot, entry))}
          @focus=${(/** @type {On} */ event) => event.target.select()}
        />${wrongPlace("entry-rest")}
      </div>
      <div class="buttons"><button class="button main" type="submit">${t("save")}</button></div>
    </form>`;
}

/** @param {LogScreen} given */
function workoutBody({ act, snapshot }) {
  const { title, note } = /** @type {Workout} */ (snapshot.running);
  /** @param {On<Form>} event */
  const save = (event) => {
    event.preventDefault();
    const { title: titleField, note: noteField } = event.target.elements;
    act.describe({ title: titleField.value.trim(), note: noteField.value });
  };
  return html`${dialogHead(t("titleAndNote"))}
    <form class="stack" @submit=${save}>
      <div class="field">
        <label for="workout-title">${t("title")}</label
        ><input
          class="input"
          id="workout-title"
          name="title"
          maxlength=${LIMITS.title}
          value=${title}
        />
      </div>
      <div class="field">
        <label for="workout-note">${t("note")}</label
        ><textarea
          class="input"
          id="workout-note"
          name="note"
          maxlength=${LIMITS.note}
          .value=${note ?? ""}
        ></textarea>
      </div>
      <div class="buttons"><button class="button main" type="submit">${t("save")}</button></div>
    </form>`;
}

/** @type {Record<string, (screen: LogScreen, entry: Entry) => unknown>} */
const BODIES = {
  menu: menuBody,
  rest: restBody,
  /**
   * @param {LogScreen} screen
   * @param {Entry} entry
   */
  set: (screen, entry) => setBody(screen, entry, screen.ui.dialog?.row ?? ""),
};

/**
 * @param {LogScreen} screen
 * @param {Entry} entry
 * @param {string} rowId
 */
function setBody(screen, entry, rowId) {
  const { act, snapshot } = screen;
  const { workout, next } = screen.current();
  if (!workout || !next) return "";
  const [last] = historyOf(snapshot, entry.exercise_id, workout.id, 1);
  const row = rowsOf(entry, last?.entry).find((one) => one.id === rowId) ?? {
    id: rowId,
    set: null,
    plan: null,
    number: next.number,
    previous: null,
  };
  const exercise = exerciseOf(snapshot, entry);
  const unit = unitOf(snapshot);
  /** @type {any} */
  const values =
    row.set ?? (row.plan ? { ...row.plan, reps: row.plan.reps_max ?? row.plan.reps_min } : next);
  const distanceUnit = values.distance_unit ?? "m";
  const columns = columnsOf(snapshot, entry);
  /** @param {On<Form>} event */
  const save = (event) => {
    event.preventDefault();
    const form = event.target;
    /** @type {Record<string, any>} */
    const found = {
      kind: form.elements.kind.value,
      rpe: form.elements.rpe.value === "" ? null : Number(form.elements.rpe.value),
    };
    const { note } = form.elements;
    // A field of one line shows a note without its ends of lines.
    if (note && note.value !== note.defaultValue.replace(/[\r\n]/g, "")) found.note = note.value;
    for (const name of columns) {
      const field = form.elements[name];
      const read = readAmount(name, field.value, name === "distance" ? distanceUnit : unit);
      if (tell(field, read.wrong)) return field.focus();
      Object.assign(found, { [name]: read.value }, unitOfAmount(name, read));
    }
    act.saveSet({ entry, row }, found);
  };
  /** @param {Column} name */
  const shown = (name) =>
    name === "duration_s"
      ? values[name]
        ? clock(values[name])
        : ""
      : entered(
          name === "weight"
            ? inUnit(values.weight, values.weight_unit ?? unit, unit)
            : values[name],
        );
  return html`${dialogHead(t("setNumber", { n: row.number }))}
    <form class="stack" novalidate @submit=${save}>
      <fieldset class="choice kinds">
        <legend class="visually-hidden">${t("kind")}</legend>
        ${["working", "warm_up", "drop", "failure"].map(
          (kind) =>
            html`<label
              ><input
                type="radio"
                name="kind"
                value=${kind}
                ?checked=${(values.kind ?? "working") === kind}
              />${t(kind === "working" ? "kindWorking" : `kind${MARKS[kind]}`)}</label
            >`,
        )}
      </fieldset>
      <div class="fields">
        ${columns.map(
          (name) =>
            html`<div class="field">
              <label for="set-${name}">${heading(name, exercise, unit)}</label
              ><input
                class="input"
                id="set-${name}"
                name=${name}
                inputmode=${name === "reps" ? "numeric" : "decimal"}
                autocomplete="off"
                value=${shown(name)}
                @focus=${(/** @type {On} */ event) => event.target.select()}
              />${wrongPlace(`set-${name}`)}
            </div>`,
        )}
        <div class="field">
          <label for="set-rpe">${t("rpe")}</label
          ><select class="input" id="set-rpe" name="rpe">
            <option value="">–</option>
            ${effortsWith(values.rpe).map(
              (one) =>
                html`<option value=${one} ?selected=${values.rpe === one}>${number(one)}</option>`,
            )}
          </select>
        </div>
      </div>
      ${
        row.set
          ? html`<div class="field">
              <label for="set-note">${t("note")}</label
              ><input
                class="input"
                id="set-note"
                name="note"
                maxlength=${LIMITS.note}
                value=${values.note ?? ""}
              />
            </div>`
          : ""
      }
      <div class="buttons">
        <button class="button main" type="submit">${t("save")}</button>${
          row.set || row.plan
            ? html`<button
                class="button danger"
                type="button"
                @click=${() => act.removeRow({ entry, row })}
              >
                ${t("removeSet")}
              </button>`
            : ""
        }
      </div>
    </form>`;
}
