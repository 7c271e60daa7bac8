// @ts-check
/** The bar at the bottom of a running workout, which logs the next set. */

import { html, nothing } from "../../../vendor/lit-html/lit-html.js";
import { barOf, load, plateClass, platesOf } from "../model/plates.js";
import { entered, inUnit } from "../model/units.js";
import { columnsOf, exerciseOf, incrementOf, stepped, unitOf } from "../model/workout.js";
import { clock, number, t } from "../text.js";
import { readAmount, unitOfAmount } from "./amounts.js";
import { icon } from "./parts.js";
import { EFFORTS, heading } from "./set_words.js";

const TIME_STEP_S = 5;
const HOLD_FIRST_MS = 400;
const HOLD_NEXT_MS = 90;
const ENDS_HOLD = ["pointerup", "pointercancel", "contextmenu", "blur"];

/**
 * @param {LogScreen} screen
 * @param {Entry} entry
 * @param {NextSet} next
 */
export function logBar(screen, entry, next) {
  const { snapshot, act, ui } = screen;
  const exercise = exerciseOf(snapshot, entry);
  const columns = columnsOf(snapshot, entry);
  const unit = unitOf(snapshot);
  const { doubt } = ui;
  const wrong = ui.draft?.wrong ?? {};
  return html`<section class="log-bar" aria-label=${t("nextSet")}>
    <div class="bar-values">
      ${restLine(screen)}
      <div class="steppers">
        ${columns.map((name) => stepper(screen, name, exercise, unit, next))}
      </div>
      ${columns.map((name) =>
        wrong[name] ? html`<p class="wrong small" id="wrong-${name}">${wrong[name].words}</p>` : "",
      )}
      ${plateLine(snapshot, exercise, next, unit)}
      <div class="efforts" role="group" aria-label=${t("rpe")}>
        <span class="soft small" aria-hidden="true">${t("rpe")}</span>
        ${EFFORTS.map(
          (effort) =>
            html`<button
              type="button"
              class="effort"
              aria-pressed=${next.rpe === effort}
              aria-label=${t("effort", { rpe: number(effort) })}
              @click=${() => act.change({ rpe: next.rpe === effort ? null : effort })}
            >
              ${number(effort)}
            </button>`,
        )}
      </div>
    </div>
    <div class="bar-log">
      <button
        type="button"
        class="button square undo"
        ?disabled=${!ui.undo}
        aria-label=${ui.undo?.text ?? t("undo")}
        title=${ui.undo?.text ?? t("undo")}
        @click=${act.undo}
      >
        ${icon("undo")}
      </button>
      ${
        doubt?.entry === entry.id
          ? html`<div class="doubt" role="group" aria-label=${act.question()}>
              ${[doubt.weight, doubt.meant].map(
                (weight) =>
                  html`<button type="button" class="button main" @click=${() => act.settle(weight)}>
                    ${t("logWeight", { weight: `${number(weight)} ${doubt.unit}` })}
                  </button>`,
              )}
            </div>`
          : html`<button
              type="button"
              class="button main log"
              data-exercise=${exercise.name || entry.name}
              ?disabled=${!act.complete(next)}
              @click=${act.log}
            >
              ${t(next.kind === "warm_up" ? "logWarmUp" : "logSet", {
                n: next.number,
                what: logWords(exercise, next, unit),
              })}
            </button>`
      }
    </div>
  </section>`;
}

/**
 * @param {Exercise} exercise
 * @param {NextSet} next
 * @param {Unit} unit
 */
function logWords(exercise, next, unit) {
  const parts = [];
  const weight = inUnit(next.weight, next.weight_unit, unit);
  if (weight)
    parts.push(`${exercise.load_kind === "bodyweight" ? "+" : ""}${number(weight)} ${unit}`);
  if (next.reps !== null)
    parts.push(parts.length ? `× ${next.reps}` : t("repsCount", { n: next.reps }));
  if (next.distance) parts.push(`${number(next.distance)} ${next.distance_unit}`);
  if (next.duration_s)
    parts.push(parts.length ? `· ${clock(next.duration_s)}` : clock(next.duration_s));
  return parts.join(" ");
}

/** @param {LogScreen} given */
function restLine({ timer }) {
  const left = timer.left();
  if (left === null) return "";
  return html`<div class="rest" data-rest ?data-over=${left <= 0}>
    <span class="soft small">${t("rest")}</span>
    <b data-rest-left .textContent=${left > 0 ? clock(left) : t("restOver")}></b>
    <progress
      .max=${timer.rest?.total_s}
      .value=${Math.max(0, left)}
      aria-label=${t("rest")}
    ></progress>
    <button type="button" class="pill" aria-label=${t("restLess")} @click=${() => timer.add(-15)}>
      −15
    </button>
    <button type="button" class="pill" aria-label=${t("restMore")} @click=${() => timer.add(15)}>
      +15
    </button>
    <button type="button" class="pill" aria-label=${t("restSkip")} @click=${() => timer.skip()}>
      ${icon("close", "s")}
    </button>
  </div>`;
}

const LATE_CLICK_MS = 300;
let repeated = false;

/**
 * A stepper that stays pressed goes on by itself; the click that ends it is no further step.
 * @param {PointerEvent} event
 */
function held(event) {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  let timer = setTimeout(function again() {
    repeated = true;
    button.click();
    timer = setTimeout(again, HOLD_NEXT_MS);
  }, HOLD_FIRST_MS);
  repeated = false;
  const stop = () => {
    clearTimeout(timer);
    setTimeout(() => {
      repeated = false;
    }, LATE_CLICK_MS);
    for (const name of ENDS_HOLD) removeEventListener(name, stop);
  };
  for (const name of ENDS_HOLD) addEventListener(name, stop);
}

/**
 * A click without a pointer, by key or by what assists, is always a step.
 * @param {UIEvent} event
 */
const pressed = (event) => !event.isTrusted || event.detail === 0 || !repeated;

/**
 * @param {LogScreen} screen
 * @param {Column} name
 * @param {Exercise} exercise
 * @param {Unit} unit
 * @param {NextSet} next
 */
function stepper(screen, name, exercise, unit, next) {
  const { act, ui } = screen;
  const value = name === "weight" ? inUnit(next.weight, next.weight_unit, unit) : next[name];
  const wrong = ui.draft?.wrong?.[name];
  const step = {
    weight: incrementOf(exercise, unit),
    reps: 1,
    duration_s: TIME_STEP_S,
    distance: next.distance_unit === "km" || next.distance_unit === "mi" ? 0.5 : 50,
  }[name];
  const words = {
    weight: heading("weight", exercise, unit),
    reps: t("reps"),
    duration_s: t("time"),
    distance: t("distance"),
  }[name];
  const shown = wrong
    ? wrong.text
    : name === "duration_s"
      ? value === null
        ? ""
        : clock(value)
      : entered(value);
  /** @param {number} direction */
  const move = (direction) => {
    const { next: now } = screen.current();
    const from =
      name === "weight" ? inUnit(now?.weight ?? null, now?.weight_unit, unit) : now?.[name];
    act.change({ [name]: stepped(from ?? null, step, direction) });
  };
  /** @param {On} event */
  const typed = (event) => {
    const text = event.target.value;
    if (text === shown) return;
    const found = readAmount(name, text, name === "distance" ? (next.distance_unit ?? "m") : unit);
    if (found.wrong === null)
      return act.change({ [name]: found.value, ...unitOfAmount(name, found) });
    const told = `${words}: ${found.wrong}`;
    if (ui.draft) ui.draft.wrong = { ...ui.draft.wrong, [name]: { text, words: told } };
    act.say(told);
    screen.soon();
  };
  /** @param {On & KeyboardEvent} event */
  const enter = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.repeat) return;
    // Leaving the field is what has it read, once: read again later, it would take back a question.
    event.target.blur();
    act.log();
  };
  return html`<div class="stepper ${name}">
    <button
      type="button"
      class="step"
      aria-label=${t("less", { what: words, step: number(step) })}
      @pointerdown=${held}
      @click=${(/** @type {UIEvent} */ event) => pressed(event) && move(-1)}
    >
      ${icon("minus")}
    </button>
    <label
      ><input
        class="amount"
        inputmode=${name === "reps" ? "numeric" : name === "duration_s" ? "text" : "decimal"}
        autocomplete="off"
        aria-label=${words}
        aria-invalid=${wrong ? "true" : "false"}
        aria-describedby=${wrong ? `wrong-${name}` : nothing}
        .value=${shown}
        placeholder="–"
        @focus=${(/** @type {On} */ event) => event.target.select()}
        @change=${typed}
        @keydown=${enter}
      /><span class="soft" aria-hidden="true">${words}</span></label
    >
    <button
      type="button"
      class="step"
      aria-label=${t("more", { what: words, step: number(step) })}
      @pointerdown=${held}
      @click=${(/** @type {UIEvent} */ event) => pressed(event) && move(1)}
    >
      ${icon("plus")}
    </button>
  </div>`;
}

/**
 * @param {Snapshot} snapshot
 * @param {Exercise} exercise
 * @param {NextSet} next
 * @param {Unit} unit
 */
function plateLine(snapshot, exercise, next, unit) {
  const { unit: written, sizes } = platesOf(snapshot.preferences, unit);
  const bar = barOf(exercise, snapshot.preferences, written);
  if (bar === null || next.weight === null) return nothing;
  const weight = inUnit(next.weight, next.weight_unit, written);
  const found = load(weight, bar, sizes);
  const barWords = t("onBar", { bar: `${number(bar)} ${written}` });
  const words = found.side.length
    ? `${found.side.map(number).join(" + ")} ${barWords}`
    : found.below === null
      ? t("lighterThanBar", { bar: `${number(bar)} ${written}` })
      : t("barOnly", { bar: `${number(bar)} ${written}` });
  return html`<p class="plates">
    <span class="soft small">${t("perSide")}</span>
    <span class="plate-row" aria-hidden="true"
      >${found.side.map((size) => html`<i class=${plateClass(size, written)}></i>`)}</span
    >
    <span class="small ${found.exact ? "soft" : ""}"
      >${
        found.exact || found.below === null
          ? words
          : t("cannotLoad", {
              weight: `${number(weight)} ${written}`,
              below: number(found.below),
              above: found.above === null ? "–" : number(found.above),
            })
      }</span
    >
  </p>`;
}
