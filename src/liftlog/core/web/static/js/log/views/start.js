// @ts-check
/** Nothing runs: start from a routine, from a past workout, or empty. */

import { html } from "../../../vendor/lit-html/lit-html.js";
import { clock, day, isolated, rounded, t } from "../text.js";
import { icon, sentChip } from "./parts.js";

const LAST = 6;

/**
 * @param {Snapshot} snapshot
 * @param {{ exercise_id: string, name?: string, sets: any[] }[]} exercises
 */
const lines = (snapshot, exercises) =>
  exercises
    .map((one) => {
      const name = snapshot.exercises.get(one.exercise_id)?.name ?? one.name ?? "";
      return `${isolated(name)} ${one.sets.length}×`;
    })
    .slice(0, 4)
    .join(" · ");

/** @param {LogScreen} screen */
function finished(screen) {
  const { finished: done } = screen.ui;
  if (!done) return "";
  if (done.discarded) {
    return html`<div class="notice">
      <p class="grow strong">${t("discarded")}</p>
      <button class="button plain" type="button" @click=${screen.act.takeBack}>
        ${icon("undo", "s")}${t("undo")}
      </button>
    </div>`;
  }
  return html`<section class="card" aria-label=${t("finished")}>
    <div class="card-head">
      <h2 class="finished">${icon("check")}${t("finishedTitle", { title: done.title })}</h2>
      ${
        done.records
          ? html`<span class="chip gold"
              >${icon("trophy")}${t("recordsCount", { n: done.records })}</span
            >`
          : ""
      }
    </div>
    <p class="soft">
      ${clock(done.duration_s)} · ${t("setsCount", { n: done.sets })} · ${rounded(done.volume)}
      ${done.unit}
    </p>
    <div class="buttons">
      <a class="button" href="/workouts/${done.id}">${t("look")}</a
      ><button class="button plain" type="button" @click=${screen.act.takeBack}>
        ${t("goOn")}
      </button>
    </div>
  </section>`;
}

/** @param {LogScreen} screen */
export function view(screen) {
  const { snapshot, act } = screen;
  const routines = [...snapshot.routines.values()].sort(
    (one, other) =>
      (one.position ?? 0) - (other.position ?? 0) || one.name.localeCompare(other.name),
  );
  const past = [...snapshot.workouts.values()]
    .filter((one) => !one.running && one.exercises.length)
    .sort((one, other) => Date.parse(other.started_at) - Date.parse(one.started_at))
    .slice(0, LAST);
  const nothing = snapshot.user
    ? "noRoutines"
    : snapshot.status === "loading"
      ? "loading"
      : "notFetched";
  return html` <header class="head">
      <div class="head-words"><h1>${t("startTitle")}</h1></div>
      <div class="actions">${sentChip(snapshot)}</div>
    </header>
    <div class="content">
      ${finished(screen)}
      ${
        routines.length
          ? html`<section class="card flush" aria-labelledby="routines-title">
              <div class="card-head"><h2 id="routines-title">${t("routines")}</h2></div>
              <ul class="list">
                ${routines.map(
                  (one) =>
                    html`<li>
                      <span class="lines"
                        ><b>${one.name}</b
                        ><span class="soft">${lines(snapshot, one.exercises)}</span></span
                      >
                      <button
                        class="button main"
                        type="button"
                        aria-label=${t("startNamed", { title: one.name })}
                        @click=${() => act.start({ routine: one })}
                      >
                        ${t("start")}
                      </button>
                    </li>`,
                )}
              </ul>
            </section>`
          : html`<section class="card empty">
              ${icon("routines")}
              <h2>${t(nothing)}</h2>
              <p>${t(`${nothing}Note`)}</p>
            </section>`
      }
      <button
        class="button ${routines.length ? "" : "main"} wide"
        type="button"
        @click=${() => act.start({})}
      >
        ${icon("plus", "s")}${t("empty")}
      </button>
      ${
        past.length
          ? html`<section class="card flush" aria-labelledby="past-title">
              <div class="card-head"><h2 id="past-title">${t("again")}</h2></div>
              <ul class="list">
                ${past.map(
                  (one) =>
                    html`<li>
                      <span class="lines"
                        ><b>${one.title || t("workout")}</b
                        ><span class="soft"
                          >${day(one.started_at)} · ${lines(snapshot, one.exercises)}</span
                        ></span
                      >
                      <button
                        class="button"
                        type="button"
                        aria-label=${t("repeatNamed", {
                          title: one.title || t("workout"),
                          day: day(one.started_at),
                        })}
                        @click=${() => act.start({ workout: one })}
                      >
                        ${t("repeat")}
                      </button>
                    </li>`,
                )}
              </ul>
            </section>`
          : ""
      }
      <p class="soft small">
        <a href="/workouts/new">${t("byForm")}</a> ·
        <a href="/settings/logging">${t("logSettings")}</a>
      </p>
    </div>`;
}
