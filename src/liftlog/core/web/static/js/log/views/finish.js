// @ts-check
/** The end of a workout: when it was, what it came to, a note, and perhaps a routine out of it. */

import { html } from "../../../vendor/lit-html/lit-html.js";
import { LIMITS } from "../model/rules.js";
import { exerciseOf, figures, lastLogged, openPlans } from "../model/workout.js";
import { clock, isolated, rounded, t } from "../text.js";
import { tell, wrongPlace } from "./amounts.js";
import { back, icon, sentChip } from "./parts.js";
import { recordWords } from "./set_words.js";

const FORGOTTEN_MS = 3_600_000;
const LONGEST_MS = LIMITS.workout_duration_s * 1000;

/**
 * A moment as a field of the browser has it: of this place, to the minute.
 * @param {number} ms
 */
function local(ms) {
  const at = new Date(ms);
  return new Date(ms - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * When it began and ended: now, or with its last set where the workout was forgotten.
 * @param {Workout} workout
 */
function timesOf(workout) {
  const began = Date.parse(workout.started_at);
  const last = lastLogged(workout)?.at;
  const forgotten = last !== undefined && Date.now() - last > FORGOTTEN_MS;
  return { began, ended: Math.max(began, forgotten ? last : Date.now()), forgotten };
}

/**
 * What nobody touched is exact to the second.
 * @param {HTMLInputElement} field
 * @param {number} exact
 */
const typedTime = (field, exact) =>
  field.value === field.defaultValue ? exact : Date.parse(field.value);

/**
 * @param {Form} form
 * @param {{ began: number, ended: number }} given
 */
function readTimes(form, { began, ended }) {
  const [from, to] = [form.elements.began, form.elements.ended];
  const [start, end] = [typedTime(from, began), typedTime(to, ended)];
  const early = Number.isNaN(start) ? t("wrongDate") : start > Date.now() ? t("wrongFuture") : null;
  const late = Number.isNaN(end)
    ? t("wrongDate")
    : end < start
      ? t("wrongEnd")
      : end - start > LONGEST_MS
        ? t("wrongLong")
        : null;
  /** @type {[HTMLElement, string | null][]} */
  const told = [
    [from, early],
    [to, late],
  ];
  for (const [field, wrong] of told) {
    if (tell(field, wrong)) {
      field.focus();
      return null;
    }
  }
  return {
    started_at: start === began ? null : new Date(start).toISOString(),
    duration_s: Math.round((end - start) / 1000),
  };
}

/**
 * @param {Snapshot} snapshot
 * @param {Workout} workout
 */
function whatIsOpen(snapshot, workout) {
  const open = workout.exercises
    .map((entry) => ({
      name: exerciseOf(snapshot, entry).name || entry.name,
      count: openPlans(entry).length,
    }))
    .filter(({ count }) => count);
  if (!open.length) return "";
  const n = open.reduce((total, { count }) => total + count, 0);
  const lines = open.map(({ name, count }) => `${isolated(name)}: ${count}`);
  return html`<div class="notice">
    ${icon("about")}
    <p>
      ${t("openSets", { n })}
      <span class="soft">${lines.join(" · ")}</span>
    </p>
  </div>`;
}

/**
 * Once asked, and never by a slip of the thumb. An empty workout has nothing to lose.
 * @param {LogScreen} given
 * @param {number} sets
 */
function discarding({ ui, act, soon }, sets) {
  /** @param {boolean} wanted */
  const ask = (wanted) => {
    ui.discarding = wanted;
    soon();
  };
  if (!sets)
    return html`<button type="button" class="button danger" @click=${act.discard}>
      ${t("discard")}
    </button>`;
  if (!ui.discarding)
    return html`<button type="button" class="button danger" data-focus @click=${() => ask(true)}>
      ${t("discard")}
    </button>`;
  return html`<div class="card stack" role="group" aria-labelledby="discard-title">
    <h2 id="discard-title">${t("discardAsk", { n: sets })}</h2>
    <div class="buttons">
      <button type="button" class="button" data-focus @click=${() => ask(false)}>
        ${t("discardKeep")}</button
      ><button type="button" class="button danger" @click=${act.discard}>
        ${t("discardReally")}
      </button>
    </div>
  </div>`;
}

/** @param {LogScreen} screen */
export function view(screen) {
  const { snapshot, act, ui } = screen;
  const workout = /** @type {Workout} */ (snapshot.running);
  const { sets, volume, unit } = figures(snapshot, workout);
  const times = timesOf(workout);
  const logged = workout.exercises.reduce((total, entry) => total + entry.sets.length, 0);
  const beaten = workout.exercises.flatMap((entry) =>
    screen.records(entry).map((record) => ({ name: exerciseOf(snapshot, entry).name, record })),
  );
  /** @param {On<Form>} event */
  const save = (event) => {
    event.preventDefault();
    const { title, note, keep, routine } = event.target.elements;
    if (ui.discarding) return;
    const told = readTimes(event.target, timesOf(workout));
    if (told)
      act.finish({
        ...told,
        title: title.value.trim(),
        note: note.value,
        routine: keep.checked
          ? (routine.value.trim() || title.value.trim() || t("workout")).slice(
              0,
              LIMITS.routine_name,
            )
          : null,
      });
  };
  /**
   * @param {string} label
   * @param {any} value
   */
  const stat = (label, value) =>
    html`<div class="card stat">
      <dt>${label}</dt>
      <dd class="value">${value}</dd>
    </div>`;
  return html` <header class="head">
      <div class="head-words">
        ${back()}
        <h1>${t("finishTitle")}</h1>
      </div>
      <div class="actions">${sentChip(snapshot)}</div>
    </header>
    <div class="content">
      <dl class="grid stats">
        ${stat(
          t("duration"),
          times.forgotten
            ? clock((times.ended - times.began) / 1000)
            : html`<span
                data-elapsed=${workout.started_at}
                .textContent=${clock((Date.now() - times.began) / 1000)}
              ></span>`,
        )}
        ${stat(t("sets"), sets)} ${stat(t("volume"), html`${rounded(volume)} ${unit}`)}
        ${stat(t("records"), beaten.length)}
      </dl>
      ${
        beaten.length
          ? html`<ul class="card flush list">
              ${beaten.map(
                (one) =>
                  html`<li>
                    ${icon("trophy")}<span class="lines"
                      ><b>${one.name}</b
                      ><span class="soft">${recordWords([one.record], unit)}</span></span
                    ><span class="chip gold">${t("record")}</span>
                  </li>`,
              )}
            </ul>`
          : ""
      }
      ${
        logged
          ? ""
          : html`<div class="notice warn">
              ${icon("warning")}
              <p>${t("nothingLogged")}</p>
            </div>`
      }
      ${whatIsOpen(snapshot, workout)}
      <form class="card form" novalidate @submit=${save}>
        <div class="fields from-to">
          <div class="field">
            <label for="finish-began">${t("began")}</label
            ><input
              class="input"
              type="datetime-local"
              id="finish-began"
              name="began"
              value=${local(times.began)}
            />${wrongPlace("finish-began")}
          </div>
          <div class="field">
            <label for="finish-ended">${t("ended")}</label
            ><input
              class="input"
              type="datetime-local"
              id="finish-ended"
              name="ended"
              value=${local(times.ended)}
            />${wrongPlace("finish-ended")}
          </div>
        </div>
        ${times.forgotten ? html`<p class="soft small">${t("forgotten")}</p>` : ""}
        <div class="field">
          <label for="finish-title">${t("title")}</label
          ><input
            class="input"
            id="finish-title"
            name="title"
            maxlength=${LIMITS.title}
            value=${workout.title}
          />
        </div>
        <div class="field">
          <label for="finish-note">${t("note")}</label
          ><textarea
            class="input"
            id="finish-note"
            name="note"
            maxlength=${LIMITS.note}
            .value=${workout.note ?? ""}
          ></textarea>
        </div>
        <label class="check"
          ><input type="checkbox" name="keep" ?disabled=${!logged} />${t("saveAsRoutine")}</label
        >
        <div class="field">
          <label for="finish-routine">${t("routineName")}</label
          ><input
            class="input"
            id="finish-routine"
            name="routine"
            maxlength=${LIMITS.routine_name}
            placeholder=${workout.title}
          />
        </div>
        <button class="button ${logged ? "main" : ""}" type="submit">
          ${t(logged ? "finishNow" : "finishEmpty")}
        </button>
      </form>
      ${discarding(screen, logged)}
    </div>`;
}
