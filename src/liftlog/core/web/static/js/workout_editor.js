/** Writing down a workout: Enter adds the exercise that was named, and a number is typed over. */

const named = document.querySelector("#f-exercise_name");
const add = document.querySelector("#add-exercise");

named?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  add.click();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches(".sets input.input")) event.target.select();
});

// Of a long form that was refused, what is wrong comes first.
document.querySelector('[aria-invalid="true"]')?.focus();
