// @ts-check
/**
 * A form that is on its way is not sent twice, however often its button is tapped. Coming back by
 * the browser's back button frees it again.
 */

const SENT = "sent";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented)
    return;
  if (form.dataset[SENT]) {
    event.preventDefault();
    return;
  }
  form.dataset[SENT] = "yes";
  form.setAttribute("aria-busy", "true");
});

addEventListener("pageshow", () => {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (
    document.querySelectorAll("form[data-sent]")
  )) {
    delete form.dataset[SENT];
    form.removeAttribute("aria-busy");
  }
});
