// Enter in the exercise field adds the exercise; everywhere else in the form it saves.
const field = document.querySelector("#f-exercise_name");
const add = document.querySelector("#add-exercise");
field?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  add.click();
});
