// @ts-check
/** What keeps the focus, and stays in sight, while a running workout is drawn anew. */

/**
 * What opens a dialog, where it is no row's.
 * @type {Partial<Record<Dialog["kind"], string>>}
 */
const OPENERS = {
  menu: ".card-head button",
  rest: ".card-head button",
  workout: "[data-describe]",
};
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** @typedef {{ entry?: string, row?: string, part: string, always?: boolean }} Held */

export class Attention {
  #root;
  #ui;
  #store;
  /** @type {Ui["dialog"]} */
  #shown = null;
  /** @type {Ui["doubt"]} */
  #asked = null;
  /** @type {string | null} */
  #sighted = null;

  /** @param {LogScreen} screen */
  constructor({ root, ui, store }) {
    this.#root = root;
    this.#ui = ui;
    this.#store = store;
  }

  /** @returns {HTMLDialogElement | null} */
  get #dialog() {
    return this.#root.querySelector("dialog[data-modal]");
  }

  /**
   * Before anything is drawn: close what is no longer wanted, and note where the focus is.
   * @param {string} name
   * @returns {Held | null}
   */
  before(name) {
    const ui = this.#ui;
    if (ui.dialog && !this.#hasPlace(ui.dialog, name)) ui.dialog = null;
    if (this.#dialog?.open && !ui.dialog) this.#dialog.close();
    const shown = this.#shown;
    if (shown && !ui.dialog)
      return {
        entry: shown.entry,
        row: shown.row,
        part: OPENERS[shown.kind] ?? "",
        always: shown.kind !== "help",
      };
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    if (!focused || !this.#root.contains(focused)) return null;
    return {
      entry: focused.closest("[data-entry]")?.dataset.entry,
      row: focused.closest("[data-row]")?.dataset.row,
      part: focused.matches(".tickbox") ? ".tickbox" : "",
    };
  }

  /**
   * Of a workout that ended elsewhere, or an exercise that is gone, no dialog stays: it would hold
   * the keys.
   * @param {Dialog} dialog
   * @param {string} name
   */
  #hasPlace(dialog, name) {
    const running = this.#store.snapshot.running;
    if (name !== "workout") return false;
    return !dialog.entry || running?.exercises.some((one) => one.id === dialog.entry);
  }

  openDialog() {
    if (this.#dialog && !this.#dialog.open) this.#dialog.showModal();
  }

  /**
   * What had the focus is gone: on the page itself the next Enter would log a set.
   * @param {Held | null} held
   */
  keep(held) {
    const [ui, root] = [this.#ui, this.#root];
    const isNew = ui.doubt !== this.#asked;
    if (!held && !isNew) return;
    if (ui.doubt && isNew) return root.querySelector(".doubt button")?.focus();
    if (ui.dialog) {
      if (this.#shown && ui.dialog !== this.#shown)
        root.querySelector("dialog :is(input, textarea)")?.focus();
      return;
    }
    const now = /** @type {HTMLButtonElement | null} */ (document.activeElement);
    if (held && (held.always || now === document.body || now?.disabled)) this.#giveBack(held);
  }

  /** @param {Held} held */
  #giveBack(held) {
    const card = held.entry ? `[data-entry="${held.entry}"]` : "";
    const row = held.row ? `${card} [data-row="${held.row}"]` : "";
    const places = [
      "[data-focus]",
      !card && held.part,
      row && `${row} ${held.part || "th button"}`,
      card && `${card} ${held.part || ".card-head button"}`,
      card && `${card} :is(.card-head button, .cover)`,
      ".bar-log .log",
      "h1",
    ];
    for (const one of places) {
      /** @type {HTMLButtonElement | null} */
      const found = one ? this.#root.querySelector(one) : null;
      if (!found || found.disabled) continue;
      if (one === "h1") found.setAttribute("tabindex", "-1");
      return found.focus();
    }
  }

  /** All is drawn: note what is shown, and keep the set that comes next in sight above the bar. */
  drawn() {
    this.#shown = this.#ui.dialog;
    this.#asked = this.#ui.doubt;
    const row = this.#root.querySelector("tr.current");
    const key = row?.dataset.row ?? null;
    const isNew = key && key !== this.#sighted && this.#sighted !== null;
    // A style sheet can't calm what a script scrolls.
    if (row && isNew)
      row.scrollIntoView({ block: "nearest", behavior: calm.matches ? "instant" : "smooth" });
    if (key) this.#sighted = key;
  }
}
