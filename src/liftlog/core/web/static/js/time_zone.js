// @ts-check
// A new account's time zone is where its browser is, until somebody types another. The server is
// told that it is a guess: one that it does not know is no mistake of a person.
/** @type {HTMLInputElement | null} */
const field = document.querySelector("[data-time-zone='guess']");
/** @type {HTMLInputElement | null} */
const guess = document.querySelector("[name='guessed_time_zone']");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (field && guess && zone && zone !== "Etc/Unknown") field.value = guess.value = zone;
