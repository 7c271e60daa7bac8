/** The end of a workout: what it came to, a note, and perhaps a routine out of it. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { exerciseOf, figures, openPlans } from "./model.js";
import { back, icon, sentChip } from "./parts.js";
import { clock, inUnit, number, rounded, t } from "./text.js";

export function view(screen) {
  const { snapshot, act } = screen;
  const workout = snapshot.running;
  const { sets, volume, unit } = figures(snapshot, workout);
  const open = workout.exercises.reduce((total, entry) => total + openPlans(entry).length, 0);
  const beaten = workout.exercises.flatMap((entry) => [...screen.records(entry).values()].map((record) => ({ name: exerciseOf(snapshot, entry).name, ...record })));
  const save = (event) => {
    event.preventDefault();
    const { title, note, keep, routine } = event.target.elements;
    act.finish({ title: title.value.trim(), note: note.value, routine: keep.checked ? (routine.value.trim() || title.value.trim() || t("workout")).slice(0, 120) : null });
  };
  const stat = (label, value) => html`<div class="card stat"><dt>${label}</dt><dd class="value">${value}</dd></div>`;
  return html`
    <header class="head"><div class="head-words">${back()}<h1>${t("finishTitle")}</h1></div><div class="actions">${sentChip(snapshot)}</div></header>
    <div class="content">
      <dl class="grid stats">
        ${stat(t("duration"), html`<span data-elapsed=${workout.started_at} .textContent=${clock((Date.now() - Date.parse(workout.started_at)) / 1000)}></span>`)}
        ${stat(t("sets"), sets)}
        ${stat(t("volume"), html`${rounded(volume)} ${unit}`)}
        ${stat(t("records"), beaten.length)}
      </dl>
      ${beaten.length ? html`<ul class="card flush list">${beaten.map((one) => html`<li>${icon("trophy")}<span class="lines"><b>${one.name}</b><span class="soft">${t(`record${one.kind === "1rm" ? "OneRepMax" : one.kind === "weight" ? "Weight" : "Reps"}`, { weight: `${number(Math.round(inUnit(one.kg, "kg", unit) * 10) / 10)} ${unit}`, reps: one.reps })}</span></span><span class="chip gold">${t("record")}</span></li>`)}</ul>` : ""}
      ${open ? html`<div class="notice">${icon("about")}<p>${t("openSets", { n: open })}</p></div>` : ""}
      <form class="card form" @submit=${save}>
        <div class="field"><label for="finish-title">${t("title")}</label><input class="input" id="finish-title" name="title" maxlength="200" value=${workout.title}></div>
        <div class="field"><label for="finish-note">${t("note")}</label><textarea class="input" id="finish-note" name="note" maxlength="2000" .value=${workout.note ?? ""}></textarea></div>
        <label class="check"><input type="checkbox" name="keep" ?disabled=${!sets}>${t("saveAsRoutine")}</label>
        <div class="field"><label for="finish-routine">${t("routineName")}</label><input class="input" id="finish-routine" name="routine" maxlength="120" placeholder=${workout.title}></div>
        <button class="button main" type="submit">${t("finishNow")}</button>
      </form>
      <button type="button" class="button danger" @click=${act.discard}>${t("discard")}</button>
    </div>`;
}
