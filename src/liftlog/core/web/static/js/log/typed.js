// @ts-check
/** What was typed and not saved yet: a page that is loaded anew, or comes back, has it again. */

import { remember, remembered } from "../offline.js";

const TYPED = "liftlog.typed";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

export class Typed {
  #screen;
  /**
   * What is still to be put into fields that are drawn.
   * @type {Record<string, string>}
   */
  #missing = {};
  /** @type {string | null} */
  #kept = remembered(TYPED);

  /** @param {LogScreen} screen */
  constructor(screen) {
    this.#screen = screen;
    this.#restore();
    screen.root.addEventListener("input", () => this.keep());
    const leave = () => {
      // An amount is read when its field is left; a page that goes leaves it without saying so.
      document.activeElement?.dispatchEvent(new Event("change", { bubbles: true }));
      this.keep();
    };
    addEventListener("pagehide", leave);
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "hidden" && leave(),
    );
  }

  #restore() {
    const { ui } = this.#screen;
    const { draft, dialog, fields, ...place } = JSON.parse(this.#kept ?? "{}");
    if (JSON.stringify(place) !== JSON.stringify(this.#place())) return;
    ui.draft = draft;
    ui.dialog = dialog;
    this.#missing = fields;
  }

  /** After each drawing. */
  drawn() {
    for (const field of this.#fields()) {
      if (!(field.id in this.#missing)) continue;
      field.value = this.#missing[field.id];
      delete this.#missing[field.id];
    }
    this.keep();
  }

  keep() {
    const { draft, dialog } = this.#screen.ui;
    const fields = { ...this.#missing };
    for (const field of this.#fields()) if (changed(field)) fields[field.id] = field.value;
    const nothing =
      !dialog && !Object.keys({ ...draft?.values, ...draft?.wrong, ...fields }).length;
    const text = nothing ? null : JSON.stringify({ ...this.#place(), draft, dialog, fields });
    if (text !== this.#kept) remember(TYPED, text);
    this.#kept = text;
  }

  /** Of which workout, and on which part of the screen. */
  #place() {
    const { store } = this.#screen;
    return { workout: store.snapshot.running?.id ?? null, hash: location.hash };
  }

  #fields() {
    const found = this.#screen.root.querySelectorAll(":is(input, textarea, select)[id]");
    return /** @type {Field[]} */ ([...found]);
  }
}

/** @param {Field} field */
function changed(field) {
  if (!("options" in field)) return field.value !== field.defaultValue;
  const usual = [...field.options].find((one) => one.defaultSelected) ?? field.options[0];
  return field.value !== usual?.value;
}
