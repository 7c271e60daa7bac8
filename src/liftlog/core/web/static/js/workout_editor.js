// @ts-check
/** Writing down a workout: Enter adds the exercise that was named, and a number is typed over. */

/** @type {HTMLInputElement | null} */
const named = document.querySelector("#f-exercise_name");
/** @type {HTMLButtonElement | null} */
const add = document.querySelector("#add-exercise");

named?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  add?.click();
});

document.addEventListener("focusin", (event) => {
  const { target } = event;
  if (target instanceof HTMLInputElement && target.matches(".sets input.input")) target.select();
});

// Of a long form that was refused, what is wrong comes first.
/** @type {HTMLElement | null} */
const wrong = document.querySelector('[aria-invalid="true"]');
wrong?.focus();
