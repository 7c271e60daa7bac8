// @ts-check
/** Which exercise: those trained last first, found by name, muscle or equipment, or made here. */

import { html } from "../../../vendor/lit-html/lit-html.js";
import { LIMITS } from "../model/rules.js";
import { picked } from "../model/search.js";
import { has, t } from "../text.js";
import { back, icon } from "./parts.js";

const SHOWN = 60;
const KINDS = ["weight_reps", "bodyweight", "assisted", "reps", "time", "distance"];
const wanted = { query: "", muscle: "", equipment: "", making: false };

/**
 * @param {string} sort
 * @param {string} value
 */
const words = (sort, value) =>
  t(
    `${sort}${value
      .split("_")
      .map((part) => part[0].toUpperCase() + part.slice(1))
      .join("")}`,
  );
/**
 * @param {Snapshot} snapshot
 * @param {(exercise: Exercise) => string[]} of
 */
const used = (snapshot, of) =>
  [...new Set([...snapshot.exercises.values()].flatMap(of))].filter(Boolean);

/**
 * @param {LogScreen} screen
 * @param {string} swappedId
 */
export function view(screen, swappedId) {
  const { snapshot, act } = screen;
  const swapped = snapshot.running?.exercises.find((one) => one.id === swappedId);
  const found = picked(snapshot, wanted).filter((one) => one.id !== swapped?.exercise_id);
  /** @param {Record<string, any>} values */
  const change = (values) => {
    Object.assign(wanted, values);
    act.close();
  };
  /** @param {string} id */
  const choose = (id) => {
    Object.assign(wanted, { query: "", muscle: "", equipment: "", making: false });
    act.pick(id, swappedId);
  };
  /**
   * @param {"muscle" | "equipment"} name
   * @param {string} label
   * @param {string} any
   * @param {string[][]} options
   */
  const filter = (name, label, any, options) =>
    html`<select
      class="input"
      aria-label=${label}
      .value=${wanted[name]}
      @change=${(/** @type {On} */ event) => change({ [name]: event.target.value })}
    >
      <option value="">${any}</option>
      ${options.map(([value, text]) => html`<option value=${value}>${text}</option>`)}
    </select>`;
  /**
   * @param {string} sort
   * @param {string[]} values
   */
  const sorted = (sort, values) =>
    values
      .map((value) => [value, words(sort, value)])
      .sort((one, other) => one[1].localeCompare(other[1]));
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (found.length) choose(found[0].id);
  };
  return html` <header class="head">
      <div class="head-words">
        ${back()}
        <h1>${swapped ? t("swapTitle", { exercise: swapped.name }) : t("addExercise")}</h1>
      </div>
    </header>
    <div class="content">
      <form class="stack picker-form" role="search" @submit=${submit}>
        <div class="search">
          ${icon("search")}<input
            class="input"
            type="search"
            autocomplete="off"
            aria-label=${t("search")}
            placeholder=${t("search")}
            .value=${wanted.query}
            @input=${(/** @type {On} */ event) => change({ query: event.target.value })}
          />
        </div>
        <div class="fields filters">
          ${filter(
            "muscle",
            t("muscle"),
            t("anyMuscle"),
            sorted(
              "muscle",
              used(snapshot, (one) => one.primary_muscles),
            ),
          )}
          ${filter(
            "equipment",
            t("equipment"),
            t("anyEquipment"),
            sorted(
              "equipment",
              used(snapshot, (one) => [one.equipment]),
            ),
          )}
        </div>
      </form>
      ${
        found.length
          ? html`<ul class="card flush list picker">
              ${found.slice(0, SHOWN).map(
                (one) =>
                  html`<li>
                    <button type="button" class="cover lines" @click=${() => choose(one.id)}>
                      ${one.name}<span class="soft"
                        >${[
                          words("equipment", one.equipment),
                          ...one.primary_muscles.map((muscle) => words("muscle", muscle)),
                        ].join(" · ")}</span
                      ></button
                    >${icon("plus")}
                  </li>`,
              )}
            </ul>`
          : html`<p class="soft">${snapshot.exercises.size ? t("noneFound") : t("noCatalogue")}</p>`
      }
      ${
        found.length > SHOWN
          ? html`<p class="soft small">${t("moreFound", { n: found.length - SHOWN })}</p>`
          : ""
      }
      ${
        wanted.making
          ? maker(act, choose)
          : html`<button type="button" class="button" @click=${() => change({ making: true })}>
              ${icon("plus", "s")}${
                wanted.query ? t("makeNamed", { name: wanted.query }) : t("make")
              }
            </button>`
      }
    </div>`;
}

/**
 * @param {LogScreen["act"]} act
 * @param {(id: string) => void} choose
 */
function maker(act, choose) {
  const equipment = [
    "barbell",
    "dumbbell",
    "machine",
    "cable",
    "kettlebell",
    "bodyweight",
    "band",
    "smith_machine",
    "ez_bar",
    "trap_bar",
    "other",
  ].filter((one) => has(`equipment${one[0].toUpperCase()}${one.slice(1)}`) || one.includes("_"));
  /** @param {On<Form>} event */
  const make = (event) => {
    event.preventDefault();
    const { name, kind, equipment: with_ } = event.target.elements;
    if (!name.value.trim()) return name.focus();
    choose(
      act.makeExercise({
        name: name.value.trim(),
        load_kind: kind.value,
        equipment: with_.value,
        pattern: "isolation",
        primary_muscles: [],
        secondary_muscles: [],
      }),
    );
  };
  return html`<form class="card form" @submit=${make}>
    <h2>${t("make")}</h2>
    <div class="field">
      <label for="own-name">${t("name")}</label
      ><input
        class="input"
        id="own-name"
        name="name"
        data-focus
        maxlength=${LIMITS.exercise_name}
        required
        value=${wanted.query}
      />
    </div>
    <div class="field">
      <label for="own-kind">${t("loadKind")}</label
      ><select class="input" id="own-kind" name="kind">
        ${KINDS.map((one) => html`<option value=${one}>${words("load", one)}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="own-equipment">${t("equipment")}</label
      ><select class="input" id="own-equipment" name="equipment">
        ${equipment.map((one) => html`<option value=${one}>${words("equipment", one)}</option>`)}
      </select>
    </div>
    <button class="button main" type="submit">${t("makeAndAdd")}</button>
  </form>`;
}
