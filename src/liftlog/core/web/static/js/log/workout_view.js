/** A running workout: its exercises with their sets, and the bar at the bottom that logs the next one. */

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { readAmount, tell, wrongPlace } from "./amounts.js";
import { columnsOf, exerciseOf, grouped, groupOf, historyOf, incrementOf, openPlans, restOf, rowsOf, stepped, supersetAbove, unitOf } from "./model.js";
import { icon, sentChip } from "./parts.js";
import { barOf, load, plateClass, platesOf } from "./plates.js";
import { clock, entered, inUnit, line, number, short, t } from "./text.js";

const EFFORTS = [7, 7.5, 8, 8.5, 9, 9.5, 10];
const MARKS = { warm_up: "W", drop: "D", failure: "F" };
const TIME_STEP_S = 5;
const HOLD_FIRST_MS = 400;
const HOLD_NEXT_MS = 90;
const ENDS_HOLD = ["pointerup", "pointercancel", "contextmenu", "blur"];

// A tap does not take the focus from a field everywhere (iOS): what is typed is read before anything is done with it.
document.querySelector("#log").addEventListener("click", ({ target }) => {
  const field = document.activeElement;
  if (field !== target && field?.matches(".amount, .entry-note textarea")) field.dispatchEvent(new Event("change"));
}, { capture: true });

const mark = (kind, count) => (MARKS[kind] ? t(`mark${MARKS[kind]}`) : count);

export function view(screen) {
  const { snapshot, ui, act } = screen;
  const { workout, entry, next } = screen.current();
  return html`
    <header class="head log-head">
      <div class="head-words">
        <a class="back" href="/">${icon("left", "s")}${t("today")}</a>
        <h1>${workout.title || t("workout")} <span class="soft elapsed" data-elapsed=${workout.started_at} .textContent=${clock((Date.now() - Date.parse(workout.started_at)) / 1000)}></span></h1>
      </div>
      <div class="actions">${sentChip(snapshot)}<a class="button plain" href="#finish">${t("finish")}</a></div>
    </header>
    <div class="content workout-content">
      ${grouped(workout).map((group) => (group.length > 1
        ? html`<section class="superset" aria-label=${t("superset")}><p class="label small">${t("superset")}</p>${group.map((one, at) => exerciseCard(screen, workout, one, entry, next, "ABCDEFGH"[at] ?? ""))}</section>`
        : exerciseCard(screen, workout, group[0], entry, next, "")))}
      ${workout.exercises.length ? "" : html`<section class="card empty">${icon("log")}<h2>${t("emptyTitle")}</h2><p>${t("emptyNote")}</p></section>`}
      <a class="button wide ${workout.exercises.length ? "" : "main"}" href="#pick">${icon("plus", "s")}${t("addExercise")}</a>
      ${workout.note ? html`<p class="workout-note">${workout.note}</p>` : ""}
      <button type="button" class="button plain" data-describe @click=${() => act.open({ kind: "workout" })}>${icon("edit", "s")}${t("titleAndNote")}</button>
    </div>
    ${entry ? logBar(screen, entry, next) : ""}
    ${ui.dialog ? dialog(screen) : ""}`;
}

function exerciseCard(screen, workout, entry, currentEntry, next, letter) {
  const inFocus = entry === currentEntry || (letter && groupOf(workout, currentEntry).includes(entry));
  return inFocus ? openCard(screen, workout, entry, entry === currentEntry ? next : null, letter) : closedCard(screen, entry, letter);
}

function closedCard({ snapshot, act, records }, entry, letter) {
  const exercise = exerciseOf(snapshot, entry);
  const open = openPlans(entry).length;
  const done = entry.sets.length > 0 && open === 0;
  const beaten = records(entry).size;
  const words = entry.sets.length ? line(entry.sets, unitOf(snapshot)) : t("setsPlanned", { n: open });
  return html`<section class="card closed ${done ? "done" : ""}" data-entry=${entry.id}>
    <button type="button" class="cover" @click=${() => act.choose(entry.id)}>
      ${letter ? html`<span class="letter">${letter}</span>` : ""}
      <span class="lines"><h2 tabindex="-1">${exercise.name || entry.name}</h2><span class="soft">${words}${entry.sets.length && open ? ` · ${t("setsLeft", { n: open })}` : ""}</span></span>
      ${beaten ? html`<span class="chip gold">${t("record")}</span>` : ""}
      ${done ? html`<span class="tick">${icon("check")}<span class="visually-hidden">${t("done")}</span></span>` : icon("down")}
    </button>
  </section>`;
}

function openCard(screen, workout, entry, next, letter) {
  const { snapshot, act, ui } = screen;
  const exercise = exerciseOf(snapshot, entry);
  const unit = unitOf(snapshot);
  const [last] = historyOf(snapshot, entry.exercise_id, workout.id, 1);
  const best = snapshot.bests.get(entry.exercise_id)?.one_rep_max_kg;
  const columns = columnsOf(snapshot, entry);
  const rows = rowsOf(entry, last?.entry);
  if (next && !next.id) rows.push({ id: "next", set: null, plan: null, number: next.number, previous: next.previous });
  const beaten = screen.records(entry);
  const writesNote = ui.note === entry.id || entry.note;
  return html`<section class="card flush open-card ${next ? "" : "waits"}" data-entry=${entry.id} aria-label=${exercise.name}>
    <div class="card-head">
      <h2 tabindex="-1">${letter ? html`<span class="letter">${letter}</span> ` : ""}<a href="#exercise-${entry.exercise_id}">${exercise.name || entry.name}</a></h2>
      <span class="soft count">${t("placeOf", { n: workout.exercises.indexOf(entry) + 1, total: workout.exercises.length })}</span>
      <button type="button" class="button square plain" aria-label=${t("options", { exercise: exercise.name })} @click=${() => act.open({ kind: "menu", entry: entry.id })}>${icon("menu")}</button>
    </div>
    <p class="soft small last-time">${last ? t("lastTime", { sets: line(last.entry.sets, unit) }) : t("noHistory")}${best ? html` · <span class="nowrap">${t("bestOneRepMax", { weight: `${number(Math.round(inUnit(best, "kg", unit) * 10) / 10)} ${unit}` })}</span>` : ""}</p>
    ${exercise.note ? html`<p class="small">${exercise.note}</p>` : ""}
    <table class="sets log-sets">
      <caption class="visually-hidden">${t("setsOf", { exercise: exercise.name })}</caption>
      <thead><tr>
        <th scope="col">${t("set")}</th><th scope="col">${t("previous")}</th>
        ${columns.map((name) => html`<th scope="col">${heading(name, exercise, unit)}</th>`)}
        ${columns.length < 2 ? html`<td></td>` : ""}
        <th scope="col">${t("rpe")}</th><th scope="col"><span class="visually-hidden">${t("done")}</span>${icon("check", "s")}</th>
      </tr></thead>
      <tbody>${rows.map((row) => setRow(screen, entry, row, columns, next, beaten.get(row.id)))}</tbody>
    </table>
    ${writesNote ? html`<p class="entry-note"><textarea class="input" rows="1" maxlength="2000" aria-label=${t("noteOf", { exercise: exercise.name })} placeholder=${t("note")} .value=${entry.note ?? ""} @change=${(event) => event.target.value !== (entry.note ?? "") && act.entryNote(entry, event.target.value)}></textarea></p>` : ""}
    <div class="card-foot">
      <button type="button" class="button plain" @click=${() => act.addSet(entry)}>${icon("plus", "s")}${t("addSet")}</button>
      ${writesNote ? "" : html`<button type="button" class="button plain" @click=${() => writeNote(screen, entry)}>${t("note")}</button>`}
      <a class="button plain" href="#swap-${entry.id}">${t("swap")}</a>
      ${next ? lineForm(screen) : ""}
    </div>
  </section>`;
}

function writeNote({ ui, act }, entry) {
  ui.note = entry.id;
  act.close();
  requestAnimationFrame(() => document.querySelector(`[data-entry="${entry.id}"] .entry-note textarea`)?.focus());
}

function heading(name, exercise, unit) {
  if (name === "weight") return exercise.load_kind === "bodyweight" ? t("added", { unit }) : exercise.load_kind === "assisted" ? t("help", { unit }) : unit;
  return t({ reps: "reps", duration_s: "time", distance: "distance" }[name]);
}

function cell(name, values, unit) {
  if (name === "weight") return values.weight === null || values.weight === undefined ? "–" : number(inUnit(values.weight, values.weight_unit ?? unit, unit));
  if (name === "reps") return values.reps ?? range(values);
  if (name === "duration_s") return values.duration_s === null || values.duration_s === undefined ? "–" : clock(values.duration_s);
  return values.distance ? `${number(values.distance)} ${values.distance_unit ?? "m"}` : "–";
}

function range({ reps_min: low, reps_max: high }) {
  if (low === null || low === undefined) return high ?? "–";
  return high && high !== low ? `${low}–${high}` : low;
}

/** What a set that comes next is planned with, where that is more than the one number it is filled in with. */
function goal(name, plan) {
  const planned = name === "reps" && plan ? range(plan) : null;
  return typeof planned === "string" && planned !== "–" ? html` <span class="soft goal">${planned}</span>` : "";
}

function setRow(screen, entry, row, columns, next, record) {
  const { act, snapshot } = screen;
  const unit = unitOf(snapshot);
  const isNext = Boolean(next) && !row.set && (row.id === next.id || (row.id === "next" && !next.id));
  const values = row.set ?? (isNext ? next : row.plan) ?? {};
  const kind = values.kind ?? "working";
  const label = kind === "working" ? t("setNumber", { n: row.number }) : `${t(`kind${MARKS[kind]}`)} ${row.number}`;
  const state = row.set ? (record ? "record" : kind === "failure" ? "done failed" : "done") : isNext ? "current" : "planned";
  const edit = () => act.open({ kind: "set", entry: entry.id, row: row.id });
  return html`<tr class="${state} ${kind.replace("_", "-")}" data-row=${row.id} data-plan=${row.plan?.id ?? nothing}>
    <th scope="row"><button type="button" class="cell" aria-label=${t("editSet", { set: label })} @click=${edit}>${mark(kind, row.number)}</button></th>
    <td><button type="button" class="cell soft" aria-label=${t("copyPrevious", { set: label, what: row.previous ? short(row.previous, unit) : t("nothing") })} ?disabled=${!row.previous || !isNext} @click=${() => copyPrevious(act, row.previous, unit)}>${row.previous ? short(row.previous, unit) : "–"}</button></td>
    ${columns.map((name) => html`<td class="big">${row.set || !isNext ? html`<button type="button" class="cell" tabindex="-1" aria-hidden="true" @click=${edit}>${cell(name, values, unit)}</button><span class="visually-hidden">${cell(name, values, unit)}</span>` : html`${cell(name, values, unit)}${goal(name, row.plan)}`}</td>`)}
    ${columns.length < 2 ? html`<td></td>` : ""}
    <td class="soft">${values.rpe ? number(values.rpe) : ""}${isNext && row.plan?.rpe && !values.rpe ? html`<span class="goal">${number(row.plan.rpe)}</span>` : ""}</td>
    <td>${row.set
      ? html`<button type="button" class="cell tickbox" role="checkbox" aria-checked="true" aria-label=${t("unlog", { set: label })} @click=${() => act.unlog(row.set, row.number)}><span>${icon("check", "s")}</span></button>`
      : html`<button type="button" class="cell tickbox" role="checkbox" aria-checked="false" aria-label=${t("logOf", { set: label })} @click=${() => (isNext ? act.log() : act.logRow(entry, row))}><span></span></button>`}</td>
  </tr>${record ? html`<tr class="note record-note"><td colspan="6">${icon("trophy", "s")}${t(`record${record.kind === "1rm" ? "OneRepMax" : record.kind === "weight" ? "Weight" : "Reps"}`, { weight: `${number(Math.round(inUnit(record.kg, "kg", unit) * 10) / 10)} ${unit}`, reps: record.reps })}</td></tr>` : ""}
  ${values.note && row.set ? html`<tr class="note"><td colspan="6">${values.note}</td></tr>` : ""}`;
}

/** An effort that was written down elsewhere is offered too, so that an edit of something else keeps it. */
const effortsWith = (rpe) => [...new Set([6, 6.5, ...EFFORTS, rpe ?? 10])].sort((one, other) => one - other);

function copyPrevious(act, previous, unit) {
  const values = { reps: previous.reps, duration_s: previous.duration_s, distance: previous.distance };
  if (previous.weight !== null) values.weight = inUnit(previous.weight, previous.weight_unit, unit);
  act.change(values);
}

function lineForm({ act }) {
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
  return html`<form class="line-form" @submit=${submit}><input class="input" id="line" name="line" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="done" aria-label=${t("lineLabel")} placeholder="3x5 100 @8"></form>`;
}

// The bar

function logBar(screen, entry, next) {
  const { snapshot, act, ui } = screen;
  const exercise = exerciseOf(snapshot, entry);
  const columns = columnsOf(snapshot, entry);
  const unit = unitOf(snapshot);
  return html`<section class="log-bar" aria-label=${t("nextSet")}>
    <div class="bar-values">
      ${restLine(screen)}
      <div class="steppers">${columns.map((name) => stepper(screen, name, exercise, unit, next))}</div>
      ${columns.map((name) => (ui.draft.wrong?.[name] ? html`<p class="wrong small" id="wrong-${name}">${ui.draft.wrong[name].words}</p>` : ""))}
      ${plateLine(snapshot, exercise, next, unit)}
      <div class="efforts" role="group" aria-label=${t("rpe")}>
        <span class="soft small" aria-hidden="true">${t("rpe")}</span>
        ${EFFORTS.map((effort) => html`<button type="button" class="effort" aria-pressed=${next.rpe === effort} aria-label=${t("effort", { rpe: number(effort) })} @click=${() => act.change({ rpe: next.rpe === effort ? null : effort })}>${number(effort)}</button>`)}
      </div>
    </div>
    <div class="bar-log">
      <button type="button" class="button square undo" ?disabled=${!ui.undo} aria-label=${ui.undo?.text ?? t("undo")} title=${ui.undo?.text ?? t("undo")} @click=${act.undo}>${icon("undo")}</button>
      ${ui.doubt && ui.doubt.entry === entry.id ? html`<div class="doubt" role="group" aria-label=${act.question()}>
        ${[ui.doubt.weight, ui.doubt.meant].map((weight) => html`<button type="button" class="button main" @click=${() => act.settle(weight)}>${t("logWeight", { weight: `${number(weight)} ${ui.doubt.unit}` })}</button>`)}
      </div>`
      : html`<button type="button" class="button main log" data-exercise=${exercise.name || entry.name} ?disabled=${!act.complete(next)} @click=${act.log}>${t(next.kind === "warm_up" ? "logWarmUp" : "logSet", { n: next.number, what: logWords(exercise, next) })}</button>`}
    </div>
  </section>`;
}

function logWords(exercise, next) {
  const parts = [];
  if (next.weight) parts.push(`${exercise.load_kind === "bodyweight" ? "+" : ""}${number(next.weight)} ${next.weight_unit}`);
  if (next.reps !== null) parts.push(parts.length ? `× ${next.reps}` : t("repsCount", { n: next.reps }));
  if (next.distance) parts.push(`${number(next.distance)} ${next.distance_unit}`);
  if (next.duration_s) parts.push(parts.length ? `· ${clock(next.duration_s)}` : clock(next.duration_s));
  return parts.join(" ");
}

function restLine({ timer }) {
  const left = timer.left();
  if (left === null) return "";
  return html`<div class="rest" data-rest ?data-over=${left <= 0}>
    <span class="soft small">${t("rest")}</span>
    <b data-rest-left .textContent=${left > 0 ? clock(left) : t("restOver")}></b>
    <progress .max=${timer.rest.total_s} .value=${Math.max(0, left)} aria-label=${t("rest")}></progress>
    <button type="button" class="pill" aria-label=${t("restLess")} @click=${() => timer.add(-15)}>−15</button>
    <button type="button" class="pill" aria-label=${t("restMore")} @click=${() => timer.add(15)}>+15</button>
    <button type="button" class="pill" aria-label=${t("restSkip")} @click=${() => timer.skip()}>${icon("close", "s")}</button>
  </div>`;
}

const LATE_CLICK_MS = 300;
let repeated = false;

/** A stepper that stays pressed goes on by itself; the click that ends it is no further step. */
function held(event) {
  const button = event.currentTarget;
  let timer = setTimeout(function again() {
    repeated = true;
    button.click();
    timer = setTimeout(again, HOLD_NEXT_MS);
  }, HOLD_FIRST_MS);
  repeated = false;
  const stop = () => {
    clearTimeout(timer);
    setTimeout(() => { repeated = false; }, LATE_CLICK_MS);
    for (const name of ENDS_HOLD) removeEventListener(name, stop);
  };
  for (const name of ENDS_HOLD) addEventListener(name, stop);
}

/** A click without a pointer, by key or by what assists, is always a step. */
const pressed = (event) => !event.isTrusted || event.detail === 0 || !repeated;

function stepper(screen, name, exercise, unit, next) {
  const { act, ui } = screen;
  const value = next[name];
  const wrong = ui.draft.wrong?.[name];
  const step = { weight: incrementOf(exercise, unit), reps: 1, duration_s: TIME_STEP_S, distance: next.distance_unit === "km" || next.distance_unit === "mi" ? 0.5 : 50 }[name];
  const words = { weight: heading("weight", exercise, unit), reps: t("reps"), duration_s: t("time"), distance: t("distance") }[name];
  const shown = wrong ? wrong.text : name === "duration_s" ? (value === null ? "" : clock(value)) : entered(value);
  const move = (direction) => act.change({ [name]: stepped(screen.current().next[name], step, direction) });
  const typed = (event) => {
    const text = event.target.value;
    if (text === shown) return;
    const found = readAmount(name, text);
    if (found.wrong === null) return act.change({ [name]: found.value });
    const told = `${words}: ${found.wrong}`;
    ui.draft.wrong = { ...ui.draft.wrong, [name]: { text, words: told } };
    act.say(told);
    screen.soon();
  };
  const enter = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.repeat) return;
    // Leaving the field is what has it read, once: read again later, it would take back a question.
    event.target.blur();
    act.log();
  };
  return html`<div class="stepper ${name}">
    <button type="button" class="step" aria-label=${t("less", { what: words, step: number(step) })} @pointerdown=${held} @click=${(event) => pressed(event) && move(-1)}>${icon("minus")}</button>
    <label><input class="amount" inputmode=${name === "reps" ? "numeric" : name === "duration_s" ? "text" : "decimal"} autocomplete="off" aria-label=${words} aria-invalid=${wrong ? "true" : "false"} aria-describedby=${wrong ? `wrong-${name}` : nothing} .value=${shown} placeholder="–" @focus=${(event) => event.target.select()} @change=${typed} @keydown=${enter}><span class="soft" aria-hidden="true">${words}</span></label>
    <button type="button" class="step" aria-label=${t("more", { what: words, step: number(step) })} @pointerdown=${held} @click=${(event) => pressed(event) && move(1)}>${icon("plus")}</button>
  </div>`;
}

function plateLine(snapshot, exercise, next, unit) {
  const { unit: written, sizes } = platesOf(snapshot.preferences, unit);
  const bar = barOf(exercise, snapshot.preferences, written);
  if (bar === null || next.weight === null) return nothing;
  const weight = inUnit(next.weight, unit, written);
  const found = load(weight, bar, sizes);
  const barWords = t("onBar", { bar: `${number(bar)} ${written}` });
  const words = found.side.length ? `${found.side.map(number).join(" + ")} ${barWords}` : found.below === null ? t("lighterThanBar", { bar: `${number(bar)} ${written}` }) : t("barOnly", { bar: `${number(bar)} ${written}` });
  return html`<p class="plates"><span class="soft small">${t("perSide")}</span>
    <span class="plate-row" aria-hidden="true">${found.side.map((size) => html`<i class=${plateClass(size, written)}></i>`)}</span>
    <span class="small ${found.exact ? "soft" : ""}">${found.exact || found.below === null ? words : t("cannotLoad", { weight: `${number(weight)} ${written}`, below: number(found.below), above: found.above === null ? "–" : number(found.above) })}</span></p>`;
}

// Dialogs

function dialog(screen) {
  const { act, ui, snapshot } = screen;
  const entry = snapshot.running.exercises.find((one) => one.id === ui.dialog.entry);
  const body = ui.dialog.kind === "help" ? helpBody() : ui.dialog.kind === "workout" ? workoutBody(screen) : entry ? BODIES[ui.dialog.kind](screen, entry) : "";
  return html`<dialog class="card sheet" data-modal aria-labelledby="dialog-title" @close=${(event) => event.target.isConnected && act.close()} @click=${(event) => event.target.localName === "dialog" && act.close()}>${body}</dialog>`;
}

const dialogHead = (words) => html`<form method="dialog" class="sheet-head"><h2 id="dialog-title">${words}</h2><button class="button square plain" aria-label=${t("close")}>${icon("close")}</button></form>`;

function helpBody() {
  const keys = [["Enter", "keyLog"], ["n", "keyNext"], ["l", "keyLine"], ["u", "keyUndo"], ["/", "keySearch"], ["?", "keyHelp"]];
  return html`${dialogHead(t("keys"))}<dl class="facts keys">${keys.map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${t(words)}</dd>`)}</dl><p class="soft small">${t("lineHelp")}</p>`;
}

function menuBody({ act, snapshot }, entry) {
  const exercise = exerciseOf(snapshot, entry);
  const at = snapshot.running.exercises.indexOf(entry);
  const last = at === snapshot.running.exercises.length - 1;
  const item = (name, words, run, { off = false, tone = "" } = {}) => html`<button type="button" class="menu-item ${tone}" ?disabled=${off} @click=${run}>${icon(name)}${words}</button>`;
  const joined = entry.superset !== null && entry.superset !== undefined;
  return html`${dialogHead(exercise.name)}
    <a class="menu-item" href="#exercise-${entry.exercise_id}">${icon("progress")}${t("historyAndSettings")}</a>
    <a class="menu-item" href="#swap-${entry.id}">${icon("repeat")}${t("swapLong")}</a>
    ${item("timer", t("restNow", { rest: clock(restOf(snapshot, entry)) }), () => act.open({ kind: "rest", entry: entry.id }))}
    ${["weight_reps"].includes(exercise.load_kind) ? item("up", t("warmUpRamp"), () => act.warmUp(entry)) : ""}
    ${item("copy", joined ? t("leaveSuperset") : t("joinSuperset"), () => act.superset(entry), { off: !joined && last })}
    ${supersetAbove(snapshot.running, entry) === null ? "" : item("copy", t("joinSupersetAbove"), () => act.joinAbove(entry))}
    ${item("up", t("moveUp"), () => act.move(entry, -1), { off: at === 0 })}
    ${item("down", t("moveDown"), () => act.move(entry, 1), { off: last })}
    ${item("trash", t("removeExercise"), () => act.removeEntry(entry), { tone: "danger" })}`;
}

/** Kept for the exercise; where a routine gave this workout a rest of its own, that is changed with it. */
function restBody({ act, snapshot }, entry) {
  const exercise = exerciseOf(snapshot, entry);
  const save = (event) => {
    event.preventDefault();
    const field = event.target.elements.rest;
    const { value, wrong } = readAmount("rest_s", field.value);
    if (!tell(field, wrong)) act.rest(entry, value);
    else field.focus();
  };
  return html`${dialogHead(t("restOf", { exercise: exercise.name }))}
    <form class="stack" novalidate @submit=${save}>
      <div class="field"><label for="entry-rest">${t("restTime")}</label><input class="input" id="entry-rest" name="rest" autocomplete="off" placeholder=${clock(restOf({ ...snapshot, exercises: new Map() }, {}))} value=${clock(restOf(snapshot, entry))} @focus=${(event) => event.target.select()}>${wrongPlace("entry-rest")}</div>
      <div class="buttons"><button class="button main" type="submit">${t("save")}</button></div>
    </form>`;
}

function workoutBody({ act, snapshot }) {
  const { title, note } = snapshot.running;
  const save = (event) => {
    event.preventDefault();
    const { title: titleField, note: noteField } = event.target.elements;
    act.describe({ title: titleField.value.trim(), note: noteField.value });
  };
  return html`${dialogHead(t("titleAndNote"))}
    <form class="stack" @submit=${save}>
      <div class="field"><label for="workout-title">${t("title")}</label><input class="input" id="workout-title" name="title" maxlength="200" value=${title}></div>
      <div class="field"><label for="workout-note">${t("note")}</label><textarea class="input" id="workout-note" name="note" maxlength="2000" .value=${note ?? ""}></textarea></div>
      <div class="buttons"><button class="button main" type="submit">${t("save")}</button></div>
    </form>`;
}

const BODIES = { menu: menuBody, rest: restBody, set: (screen, entry) => setBody(screen, entry, screen.ui.dialog.row) };

function setBody(screen, entry, rowId) {
  const { act, snapshot } = screen;
  const { workout, next } = screen.current();
  const [last] = historyOf(snapshot, entry.exercise_id, workout.id, 1);
  const row = rowsOf(entry, last?.entry).find((one) => one.id === rowId) ?? { id: rowId, set: null, plan: null, number: next.number };
  const exercise = exerciseOf(snapshot, entry);
  const unit = unitOf(snapshot);
  const values = row.set ?? (row.plan ? { ...row.plan, reps: row.plan.reps_max ?? row.plan.reps_min } : next);
  const columns = columnsOf(snapshot, entry);
  const save = (event) => {
    event.preventDefault();
    const form = event.target;
    const found = { kind: form.elements.kind.value, rpe: form.elements.rpe.value === "" ? null : Number(form.elements.rpe.value) };
    if (row.set) found.note = form.elements.note.value;
    for (const name of columns) {
      const field = form.elements[name];
      const { value, wrong } = readAmount(name, field.value);
      if (tell(field, wrong)) return field.focus();
      found[name] = value;
    }
    if ("weight" in found) found.weight_unit = found.weight === null ? null : unit;
    if ("distance" in found) found.distance_unit = found.distance === null ? null : (values.distance_unit ?? "m");
    act.saveSet({ entry, row }, found);
  };
  const shown = (name) => (name === "duration_s" ? (values[name] ? clock(values[name]) : "") : entered(name === "weight" ? inUnit(values.weight, values.weight_unit ?? unit, unit) : values[name]));
  return html`${dialogHead(t("setNumber", { n: row.number }))}
    <form class="stack" novalidate @submit=${save}>
      <fieldset class="choice kinds"><legend class="visually-hidden">${t("kind")}</legend>
        ${["working", "warm_up", "drop", "failure"].map((kind) => html`<label><input type="radio" name="kind" value=${kind} ?checked=${(values.kind ?? "working") === kind}>${t(kind === "working" ? "kindWorking" : `kind${MARKS[kind]}`)}</label>`)}
      </fieldset>
      <div class="fields">
        ${columns.map((name) => html`<div class="field"><label for="set-${name}">${heading(name, exercise, unit)}</label><input class="input" id="set-${name}" name=${name} inputmode=${name === "reps" ? "numeric" : "decimal"} autocomplete="off" value=${shown(name)} @focus=${(event) => event.target.select()}>${wrongPlace(`set-${name}`)}</div>`)}
        <div class="field"><label for="set-rpe">${t("rpe")}</label><select class="input" id="set-rpe" name="rpe"><option value="">–</option>${effortsWith(values.rpe).map((one) => html`<option value=${one} ?selected=${values.rpe === one}>${number(one)}</option>`)}</select></div>
      </div>
      ${row.set ? html`<div class="field"><label for="set-note">${t("note")}</label><input class="input" id="set-note" name="note" maxlength="2000" value=${values.note ?? ""}></div>` : ""}
      <div class="buttons"><button class="button main" type="submit">${t("save")}</button>${row.set || row.plan ? html`<button class="button danger" type="button" @click=${() => act.removeRow({ entry, row })}>${t("removeSet")}</button>` : ""}</div>
    </form>`;
}
