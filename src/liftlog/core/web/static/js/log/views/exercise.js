// @ts-check
/** One exercise: the last three times, the records, and what is set for it. */

import { html } from "../../../vendor/lit-html/lit-html.js";
import { barOf } from "../model/plates.js";
import { LIMITS } from "../model/rules.js";
import { entered, inUnit, ofGrams, toGrams } from "../model/units.js";
import { historyOf, incrementOf, unitOf, usualRest } from "../model/workout.js";
import { clock, day, number, t } from "../text.js";
import { readAmount, tell, wrongPlace } from "./amounts.js";
import { back } from "./parts.js";
import { line } from "./set_words.js";

const REPS_SHOWN = [1, 2, 3, 5, 8, 10];

/**
 * @param {LogScreen} screen
 * @param {string} exerciseId
 */
export function view(screen, exerciseId) {
  const { snapshot } = screen;
  const exercise = snapshot.exercises.get(exerciseId);
  const unit = unitOf(snapshot);
  if (!exercise)
    return html`<header class="head">
        <div class="head-words">
          ${back()}
          <h1>${t("exercise")}</h1>
        </div>
      </header>
      <p>${t("noneFound")}</p>`;
  const times = historyOf(snapshot, exerciseId, snapshot.running?.id);
  const best = snapshot.bests.get(exerciseId);
  /** @param {number} kg */
  const weight = (kg) => `${number(Math.round(inUnit(kg, "kg", unit) * 10) / 10)} ${unit}`;
  const marks = (best?.by_reps ?? []).filter(([reps]) => REPS_SHOWN.includes(reps));
  return html` <header class="head">
      <div class="head-words">
        ${back()}
        <h1>${exercise.name}</h1>
      </div>
    </header>
    <div class="content">
      <div class="grid two">
        <section class="card" aria-labelledby="times-title">
          <h2 id="times-title">${t("lastTimes")}</h2>
          ${
            times.length
              ? html`<ol class="times">
                  ${times.map(
                    ({ workout, entry }) =>
                      html`<li>
                        <b>${day(workout.started_at)}</b> <span class="soft">${workout.title}</span
                        ><br />${line(entry.sets, unit)}${
                          entry.note ? html`<br /><span class="soft">${entry.note}</span>` : ""
                        }
                      </li>`,
                  )}
                </ol>`
              : html`<p class="soft">${t("noHistory")}</p>`
          }
        </section>
        <section class="card" aria-labelledby="marks-title">
          <h2 id="marks-title">${t("records")}</h2>
          ${
            best
              ? html`<dl class="facts">
                  ${
                    best.one_rep_max_kg
                      ? html`<dt>${t("oneRepMax")}</dt>
                          <dd>${weight(best.one_rep_max_kg)}</dd>`
                      : ""
                  }
                  ${
                    best.top_weight_kg
                      ? html`<dt>${t("topWeight")}</dt>
                          <dd>${weight(best.top_weight_kg)}</dd>`
                      : ""
                  }
                  ${marks.map(
                    ([reps, kg]) =>
                      html`<dt>${t("repsCount", { n: reps })}</dt>
                        <dd>${weight(kg)}</dd>`,
                  )}
                </dl>`
              : html`<p class="soft">${t("noRecords")}</p>`
          }
        </section>
        ${settings(screen, exercise, unit)}
      </div>
    </div>`;
}

/**
 * @param {LogScreen} given
 * @param {Exercise} exercise
 * @param {Unit} unit
 */
function settings({ act, snapshot }, exercise, unit) {
  // What is usual stands in an empty field: saving a note must not make it the exercise's own.
  const usual = { ...exercise, increment_g: null, bar_g: null };
  const bar = barOf(usual, snapshot.preferences, unit);
  /** @param {number | null} grams */
  const own = (grams) =>
    grams === null || grams === undefined ? "" : entered(ofGrams(grams, unit));
  /** @param {On<Form>} event */
  const save = (event) => {
    event.preventDefault();
    const { increment, bar: barField, rest, note } = event.target.elements;
    /** @type {Record<string, any>} */
    const fields = {};
    // What nobody touched stays as it is: a bar in the other unit is shown rounded.
    if (note.value !== (exercise.note ?? "").replace(/\r\n?/g, "\n")) fields.note = note.value;
    /** @type {[HTMLInputElement, string][]} */
    const amounts = [
      [increment, "increment_g"],
      [barField, "bar_g"],
      [rest, "rest_s"],
    ];
    for (const [field, name] of amounts) {
      if (!field || field.value === field.defaultValue) continue;
      const { value, wrong, unit: typed } = readAmount(name, field.value, unit);
      if (tell(field, wrong)) return field.focus();
      fields[name] = value === null || name === "rest_s" ? value : toGrams(value, typed);
    }
    if (Object.keys(fields).length) act.settings(exercise.id, fields);
    act.say(t("saved"));
    const saved = event.target.querySelector("[data-saved]");
    if (saved) saved.textContent = t("saved");
  };
  return html`<form class="card form" novalidate @submit=${save}>
    <h2>${t("settings")}</h2>
    <div class="fields">
      <div class="field">
        <label for="x-increment">${t("increment", { unit })}</label
        ><input
          class="input"
          id="x-increment"
          name="increment"
          inputmode="decimal"
          placeholder=${number(incrementOf(usual, unit))}
          value=${own(exercise.increment_g)}
        />${wrongPlace("x-increment")}
      </div>
      ${
        bar === null
          ? ""
          : html`<div class="field">
              <label for="x-bar">${t("bar", { unit })}</label
              ><input
                class="input"
                id="x-bar"
                name="bar"
                inputmode="decimal"
                placeholder=${number(bar)}
                value=${own(exercise.bar_g)}
              />${wrongPlace("x-bar")}
            </div>`
      }
      <div class="field">
        <label for="x-rest">${t("restTime")}</label
        ><input
          class="input"
          id="x-rest"
          name="rest"
          placeholder=${clock(usualRest(snapshot))}
          value=${exercise.rest_s === null ? "" : clock(exercise.rest_s)}
        />${wrongPlace("x-rest")}
      </div>
    </div>
    <div class="field">
      <label for="x-note">${t("note")}</label
      ><textarea
        class="input"
        id="x-note"
        name="note"
        maxlength=${LIMITS.note}
        .value=${exercise.note ?? ""}
      ></textarea>
    </div>
    <div class="row">
      <button class="button" type="submit">${t("save")}</button><span class="up" data-saved></span>
    </div>
  </form>`;
}
