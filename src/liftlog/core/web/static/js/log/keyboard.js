// @ts-check
/** The keys of the logging screen, for whoever has a keyboard. */

const EDITABLE = "input, textarea, select, [contenteditable]";
const PRESSED_ONCE = ".log-bar .bar-log, .log-sets, .line-form";

/** @param {LogScreen} screen */
export function listenToKeys({ act, place, root, store, ui }) {
  /** @type {Record<string, () => void>} */
  const inWorkout = {
    "/": () => {
      location.hash = "pick";
    },
    Enter: () => act.log(),
    n: () => act.nextExercise(),
    u: () => act.undo(),
    l: () => root.querySelector("#line")?.focus(),
  };

  /** @param {KeyboardEvent & { target: HTMLElement }} event */
  function pressed(event) {
    const { key, target } = event;
    // A button goes on being pressed while Enter is held on it.
    if (event.repeat) {
      if (key === "Enter" && target.closest?.(PRESSED_ONCE)) event.preventDefault();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (store.snapshot.preferences.shortcuts === false) return;
    const [name] = place();
    if (ui.dialog || target.closest?.(EDITABLE)) return;
    if (key === "?") return act.open({ kind: "help" });
    if (key === "Enter" && target.closest?.("button, a, summary")) return;
    if (name === "pick" && key === "/") {
      event.preventDefault();
      root.querySelector("input[type=search]")?.focus();
    } else if (name === "workout" && Object.hasOwn(inWorkout, key)) {
      event.preventDefault();
      inWorkout[key]();
    }
  }

  addEventListener("keydown", /** @type {any} */ (pressed));
}
