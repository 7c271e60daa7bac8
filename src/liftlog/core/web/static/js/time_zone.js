// @ts-check
// A new account's time zone is where its browser is, until somebody types another.
/** @type {HTMLInputElement | null} */
const field = document.querySelector("[data-time-zone='guess']");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (field && zone) field.value = zone;
