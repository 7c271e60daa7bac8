// @ts-check
/**
 * A running workout: its exercises with their sets, and the bar at the bottom that logs the next
 * one.
 */

import { html, nothing } from "../../../vendor/lit-html/lit-html.js";
import { LIMITS } from "../model/rules.js";
import { inUnit } from "../model/units.js";
import {
  columnsOf,
  exerciseOf,
  grouped,
  groupOf,
  historyOf,
  openPlans,
  rowsOf,
  unitOf,
} from "../model/workout.js";
import { clock, number, t } from "../text.js";
import { dialog } from "./dialogs.js";
import { logBar } from "./log_bar.js";
import { icon, sentChip } from "./parts.js";
import { heading, line, MARKS, recordWords, short } from "./set_words.js";

// A tap does not take the focus from a field everywhere (iOS): what is typed is read before
// anything is done with it.
document.querySelector("#log")?.addEventListener(
  "click",
  ({ target }) => {
    const field = document.activeElement;
    if (field !== target && field?.matches(".amount, .entry-note textarea"))
      field.dispatchEvent(new Event("change"));
  },
  { capture: true },
);

/**
 * @param {SetKind} kind
 * @param {number} count
 */
const mark = (kind, count) => (MARKS[kind] ? t(`mark${MARKS[kind]}`) : count);

/** @param {LogScreen} screen */
export function view(screen) {
  const { snapshot, ui, act } = screen;
  const { workout, entry, next } = screen.current();
  if (!workout) return "";
  return html` <header class="head log-head">
      <div class="head-words">
        <a class="back" href="/">${icon("left", "s")}${t("today")}</a>
        <h1>
          ${workout.title || t("workout")}
          <span
            class="soft elapsed"
            data-elapsed=${workout.started_at}
            .textContent=${clock((Date.now() - Date.parse(workout.started_at)) / 1000)}
          ></span>
        </h1>
      </div>
      <div class="actions">
        ${sentChip(snapshot)}<a class="button plain" href="#finish">${t("finish")}</a>
      </div>
    </header>
    <div class="content workout-content">
      ${grouped(workout).map((group) =>
        group.length > 1
          ? html`<section class="superset" aria-label=${t("superset")}>
              <p class="label small">${t("superset")}</p>
              ${group.map((one, at) =>
                exerciseCard(screen, workout, one, entry, next, "ABCDEFGH"[at] ?? ""),
              )}
            </section>`
          : exerciseCard(screen, workout, group[0], entry, next, ""),
      )}
      ${
        workout.exercises.length
          ? ""
          : html`<section class="card empty">
              ${icon("log")}
              <h2>${t("emptyTitle")}</h2>
              <p>${t("emptyNote")}</p>
            </section>`
      }
      <a class="button wide ${workout.exercises.length ? "" : "main"}" href="#pick"
        >${icon("plus", "s")}${t("addExercise")}</a
      >
      ${workout.note ? html`<p class="workout-note">${workout.note}</p>` : ""}
      <button
        type="button"
        class="button plain"
        data-describe
        @click=${() => act.open({ kind: "workout" })}
      >
        ${icon("edit", "s")}${t("titleAndNote")}
      </button>
    </div>
    ${entry ? logBar(screen, entry, next) : ""} ${ui.dialog ? dialog(screen) : ""}`;
}

/**
 * @param {LogScreen} screen
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {Entry | null} currentEntry
 * @param {NextSet | null} next
 * @param {string} letter
 */
function exerciseCard(screen, workout, entry, currentEntry, next, letter) {
  const inFocus =
    entry === currentEntry ||
    (letter && currentEntry && groupOf(workout, currentEntry).includes(entry));
  return inFocus
    ? openCard(screen, workout, entry, entry === currentEntry ? next : null, letter)
    : closedCard(screen, entry, letter);
}

/**
 * @param {LogScreen} given
 * @param {Entry} entry
 * @param {string} letter
 */
function closedCard({ snapshot, act, records }, entry, letter) {
  const exercise = exerciseOf(snapshot, entry);
  const open = openPlans(entry).length;
  const done = entry.sets.length > 0 && open === 0;
  const beaten = records(entry).length;
  const words = entry.sets.length
    ? line(entry.sets, unitOf(snapshot))
    : t("setsPlanned", { n: open });
  return html`<section class="card closed ${done ? "done" : ""}" data-entry=${entry.id}>
    <button type="button" class="cover" @click=${() => act.choose(entry.id)}>
      ${letter ? html`<span class="letter">${letter}</span>` : ""}
      <span class="lines"
        ><h2 tabindex="-1">${exercise.name || entry.name}</h2>
        <span class="soft"
          >${words}${entry.sets.length && open ? ` · ${t("setsLeft", { n: open })}` : ""}</span
        ></span
      >
      ${beaten ? html`<span class="chip gold">${t("record")}</span>` : ""}
      ${
        done
          ? html`<span class="tick"
              >${icon("check")}<span class="visually-hidden">${t("done")}</span></span
            >`
          : icon("down")
      }
    </button>
  </section>`;
}

/**
 * @param {LogScreen} screen
 * @param {Workout} workout
 * @param {Entry} entry
 * @param {NextSet | null} next
 * @param {string} letter
 */
function openCard(screen, workout, entry, next, letter) {
  const { snapshot, act, ui } = screen;
  const exercise = exerciseOf(snapshot, entry);
  const unit = unitOf(snapshot);
  const [last] = historyOf(snapshot, entry.exercise_id, workout.id, 1);
  const best = snapshot.bests.get(entry.exercise_id)?.one_rep_max_kg;
  const columns = columnsOf(snapshot, entry);
  const rows = rowsOf(entry, last?.entry);
  if (next && !next.id)
    rows.push({ id: "next", set: null, plan: null, number: next.number, previous: next.previous });
  const beaten = screen.records(entry);
  const writesNote = ui.note === entry.id || entry.note;
  return html`<section
    class="card flush open-card ${next ? "" : "waits"}"
    data-entry=${entry.id}
    aria-label=${exercise.name}
  >
    <div class="card-head">
      <h2 tabindex="-1">
        ${letter ? html`<span class="letter">${letter}</span> ` : ""}<a
          href="#exercise-${entry.exercise_id}"
          >${exercise.name || entry.name}</a
        >
      </h2>
      <span class="soft count"
        >${t("placeOf", {
          n: workout.exercises.indexOf(entry) + 1,
          total: workout.exercises.length,
        })}</span
      >
      <button
        type="button"
        class="button square plain"
        aria-label=${t("options", { exercise: exercise.name })}
        @click=${() => act.open({ kind: "menu", entry: entry.id })}
      >
        ${icon("menu")}
      </button>
    </div>
    <p class="soft small last-time">
      ${last ? t("lastTime", { sets: line(last.entry.sets, unit) }) : t("noHistory")}${
        best
          ? html` ·
              <span class="nowrap"
                >${t("bestOneRepMax", {
                  weight: `${number(Math.round(inUnit(best, "kg", unit) * 10) / 10)} ${unit}`,
                })}</span
              >`
          : ""
      }
    </p>
    ${exercise.note ? html`<p class="small">${exercise.note}</p>` : ""}
    <table class="sets log-sets">
      <caption class="visually-hidden">
        ${t("setsOf", { exercise: exercise.name })}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("set")}</th>
          <th scope="col">${t("previous")}</th>
          ${columns.map((name) => html`<th scope="col">${heading(name, exercise, unit)}</th>`)}
          ${columns.length < 2 ? html`<td></td>` : ""}
          <th scope="col">${t("rpe")}</th>
          <th scope="col">
            <span class="visually-hidden">${t("done")}</span>${icon("check", "s")}
          </th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) =>
          setRow(
            screen,
            entry,
            row,
            columns,
            next,
            beaten.filter((one) => one.set === row.id),
          ),
        )}
      </tbody>
    </table>
    ${
      writesNote
        ? html`<p class="entry-note">
            <textarea
              class="input"
              rows="1"
              maxlength=${LIMITS.note}
              aria-label=${t("noteOf", { exercise: exercise.name })}
              placeholder=${t("note")}
              .value=${entry.note ?? ""}
              @change=${(/** @type {On} */ event) =>
                event.target.value !== (entry.note ?? "") &&
                act.entryNote(entry, event.target.value)}
            ></textarea>
          </p>`
        : ""
    }
    <div class="card-foot">
      <button type="button" class="button plain" @click=${() => act.addSet(entry)}>
        ${icon("plus", "s")}${t("addSet")}
      </button>
      ${
        writesNote
          ? ""
          : html`<button
              type="button"
              class="button plain"
              @click=${() => writeNote(screen, entry)}
            >
              ${t("note")}
            </button>`
      }
      <a class="button plain" href="#swap-${entry.id}">${t("swap")}</a>
      ${next ? lineForm(screen) : ""}
    </div>
  </section>`;
}

/**
 * @param {LogScreen} given
 * @param {Entry} entry
 */
function writeNote({ ui, act }, entry) {
  ui.note = entry.id;
  act.close();
  requestAnimationFrame(() =>
    document.querySelector(`[data-entry="${entry.id}"] .entry-note textarea`)?.focus(),
  );
}

/**
 * @param {Column} name
 * @param {any} values
 * @param {Unit} unit
 */
function cell(name, values, unit) {
  if (name === "weight")
    return values.weight === null || values.weight === undefined
      ? "–"
      : number(inUnit(values.weight, values.weight_unit ?? unit, unit));
  if (name === "reps") return values.reps ?? range(values);
  if (name === "duration_s")
    return values.duration_s === null || values.duration_s === undefined
      ? "–"
      : clock(values.duration_s);
  return values.distance ? `${number(values.distance)} ${values.distance_unit ?? "m"}` : "–";
}

/** @param {Pick<PlannedSet, "reps_min" | "reps_max">} given */
function range({ reps_min: low, reps_max: high }) {
  if (low === null || low === undefined) return high ?? "–";
  return high && high !== low ? `${low}–${high}` : low;
}

/**
 * What a set that comes next is planned with, where that is more than the one number it is filled
 * in with.
 * @param {Column} name
 * @param {PlannedSet | null} plan
 */
function goal(name, plan) {
  const planned = name === "reps" && plan ? range(plan) : null;
  return typeof planned === "string" && planned !== "–"
    ? html` <span class="soft goal">${planned}</span>`
    : "";
}

/**
 * @param {LogScreen} screen
 * @param {Entry} entry
 * @param {Row} row
 * @param {Column[]} columns
 * @param {NextSet | null} next
 * @param {Beaten[]} beaten
 */
function setRow(screen, entry, row, columns, next, beaten) {
  const { act, snapshot } = screen;
  const unit = unitOf(snapshot);
  const isNext =
    next !== null && !row.set && (row.id === next.id || (row.id === "next" && !next.id));
  /** @type {any} */
  const values = row.set ?? (isNext ? next : row.plan) ?? {};
  const kind = values.kind ?? "working";
  const label =
    kind === "working"
      ? t("setNumber", { n: row.number })
      : `${t(`kind${MARKS[kind]}`)} ${row.number}`;
  const state = row.set
    ? beaten.length
      ? "record"
      : kind === "failure"
        ? "done failed"
        : "done"
    : isNext
      ? "current"
      : "planned";
  const edit = () => act.open({ kind: "set", entry: entry.id, row: row.id });
  return html`<tr
      class="${state} ${kind.replace("_", "-")}"
      data-row=${row.id}
      data-plan=${row.plan?.id ?? nothing}
    >
      <th scope="row">
        <button
          type="button"
          class="cell"
          aria-label=${t("editSet", { set: label })}
          @click=${edit}
        >
          ${mark(kind, row.number)}
        </button>
      </th>
      <td>
        <button
          type="button"
          class="cell soft"
          aria-label=${t("copyPrevious", {
            set: label,
            what: row.previous ? short(row.previous, unit) : t("nothing"),
          })}
          ?disabled=${!row.previous || !isNext}
          @click=${() => row.previous && copyPrevious(act, row.previous)}
        >
          ${row.previous ? short(row.previous, unit) : "–"}
        </button>
      </td>
      ${columns.map(
        (name) =>
          html`<td class="big">
            ${
              row.set || !isNext
                ? html`<button
                      type="button"
                      class="cell"
                      tabindex="-1"
                      aria-hidden="true"
                      @click=${edit}
                    >
                      ${cell(name, values, unit)}</button
                    ><span class="visually-hidden">${cell(name, values, unit)}</span>`
                : html`${cell(name, values, unit)}${goal(name, row.plan)}`
            }
          </td>`,
      )}
      ${columns.length < 2 ? html`<td></td>` : ""}
      <td class="soft">
        ${values.rpe ? number(values.rpe) : ""}${
          isNext && row.plan?.rpe && !values.rpe
            ? html`<span class="goal">${number(row.plan.rpe)}</span>`
            : ""
        }
      </td>
      <td>
        ${
          row.set
            ? html`<button
                type="button"
                class="cell tickbox"
                role="checkbox"
                aria-checked="true"
                aria-label=${t("unlog", { set: label })}
                @click=${() => row.set && act.unlog(row.set, row.number)}
              >
                <span>${icon("check", "s")}</span>
              </button>`
            : html`<button
                type="button"
                class="cell tickbox"
                role="checkbox"
                aria-checked="false"
                aria-label=${t("logOf", { set: label })}
                @click=${() => (isNext ? act.log() : act.logRow(entry, row))}
              >
                <span></span>
              </button>`
        }
      </td>
    </tr>
    ${
      beaten.length
        ? html`<tr class="note record-note">
            <td colspan="6">
              ${icon("trophy", "s")}${t("recordOf", { what: recordWords(beaten, unit) })}
            </td>
          </tr>`
        : ""
    }
    ${
      values.note && row.set
        ? html`<tr class="note">
            <td colspan="6">${values.note}</td>
          </tr>`
        : ""
    }`;
}

/**
 * @param {LogScreen["act"]} act
 * @param {LoggedSet} previous
 */
function copyPrevious(act, previous) {
  const { reps, duration_s, distance, distance_unit, weight, weight_unit } = previous;
  const values = { reps, duration_s, distance, distance_unit };
  act.change(weight === null ? values : { ...values, weight, weight_unit });
}

/** @param {LogScreen} given */
function lineForm({ act }) {
  /** @param {On<Form>} event */
  const submit = async (event) => {
    event.preventDefault();
    const field = event.target.elements.line;
    const text = field.value;
    // What is on its way is not sent again by a second Enter.
    field.value = "";
    const understood = text.trim() === "" ? null : await act.line(text);
    if (understood === false) field.value ||= text;
    field.setAttribute("aria-invalid", String(understood === false));
    if (understood === false) act.say(t("lineNotUnderstood"));
  };
  return html`<form class="line-form" @submit=${submit}>
    <input
      class="input"
      id="line"
      name="line"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      enterkeyhint="done"
      aria-label=${t("lineLabel")}
      placeholder="3x5 100 @8"
    />
  </form>`;
}
