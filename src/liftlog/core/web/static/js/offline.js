// @ts-check
/**
 * On every page: starts the worker that keeps LiftLog usable without a network, and shows what
 * concerns it. All words are in the page already, hidden; this only shows them.
 */

const WORKER = "/sw.js";
export const USER = "liftlog.user";
const WAITING = "liftlog.waiting";
const RUNNING = "liftlog.running";
const SIGN_OUT_MS = 10_000;

const root = document.documentElement;
/** @param {string} name */
const bar = (name) => document.querySelector(`[data-offline="${name}"]`);

/**
 * @param {string} name
 * @param {Record<string, any>} [values]
 */
function show(name, values = {}) {
  const found = bar(name);
  if (!found) return null;
  for (const [key, value] of Object.entries(values)) {
    const place = found.querySelector(`[data-value="${key}"]`);
    if (place) place.textContent = value;
  }
  found.hidden = false;
  return found;
}

/**
 * Some browsers refuse the storage of a page altogether.
 * @param {string} key
 */
export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string | null} value
 */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Without storage there is nothing to remember, and nothing to lose.
  }
}

/**
 * While a workout runs, no page offers a new version, and the logging screen fetches what it takes.
 * @param {boolean} runs
 */
export function noteRunning(runs) {
  if (Boolean(remembered(RUNNING)) === runs) return;
  remember(RUNNING, runs ? "yes" : null);
  dispatchEvent(new Event("liftlog:running"));
}

/**
 * Somebody has signed out: how many operations of theirs wait here.
 * @param {string} userId
 * @param {number} count
 */
export function noteSignedOut(userId, count) {
  if (count) remember(WAITING, `${userId} ${count}`);
  remember(USER, null);
  remember(RUNNING, null);
}

/** @param {string} iso */
function timeOf(iso) {
  const then = new Date(iso);
  const today = then.toDateString() === new Date().toDateString();
  return then.toLocaleString(
    root.lang,
    today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" },
  );
}

/** Whose device this is now. What waits of somebody else stays in a database of its own. */
function meet() {
  if (root.dataset.user) {
    remember(USER, root.dataset.user);
    if (remembered(WAITING)?.startsWith(`${root.dataset.user} `)) remember(WAITING, null);
  }
  const count = remembered(WAITING)?.split(" ")[1];
  // The worker's shell is nobody's: who was seen last, and has not left, is signed in as far as is
  // known.
  if (!root.dataset.user && !remembered(USER) && count) show("waiting", { count });
}

/** The address of the worker is a script's address: browsers want to know who vouches for it. */
function trusted() {
  if (!("trustedTypes" in globalThis)) return WORKER;
  return trustedTypes.createPolicy("sw", { createScriptURL: () => WORKER }).createScriptURL(WORKER);
}

/**
 * A version that is ready waits until no workout runs and somebody says so.
 * @param {ServiceWorkerRegistration} registration
 */
function offer(registration) {
  const ready = registration.waiting && navigator.serviceWorker.controller && !remembered(RUNNING);
  const found = bar("update");
  if (!found) return;
  found.hidden = !ready;
  const button = /** @type {HTMLButtonElement} */ (found.querySelector("button"));
  button.onclick = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
      once: true,
    });
    registration.waiting?.postMessage("take over");
  };
}

async function start() {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register(trusted(), { updateViaCache: "none" });
  offer(registration);
  // A page that was loading while the worker became active was not there to be claimed.
  serviceWorker.ready.then(
    ({ active }) => serviceWorker.controller ?? active?.postMessage("claim"),
  );
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => offer(registration));
  });
  // Said by js/log/sync/store.js when a workout begins or ends, and by the browser when that was in
  // another tab.
  addEventListener("liftlog:running", () => offer(registration));
  addEventListener("storage", (event) => event.key === RUNNING && offer(registration));
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && registration.update().catch(() => {}),
  );
}

/**
 * Signing out with unsent work asks first; a browser without scripts signs out plainly and keeps
 * what waits.
 * @param {SubmitEvent} event
 */
async function leave(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  // The attribute: as a property, a field of the name "action" would stand before it.
  if (form.getAttribute("action") !== "/logout" || form.dataset.asked) return;
  const userId = remembered(USER);
  if (!userId || !globalThis.indexedDB) return;
  event.preventDefault();
  form.dataset.asked = "yes";
  try {
    const { leaving } = await import("./log/sync/leaving.js");
    const forget = await leaving(userId, /** @type {HTMLDialogElement} */ (bar("leaving")));
    const left = forget && (await signOut(form));
    if (left) {
      await forget();
      return location.assign("/login");
    }
    delete form.dataset.asked;
    if (!forget || left === null) return;
  } catch (error) {
    console.info("LiftLog could not look at what waits:", error);
  }
  form.submit();
}

/**
 * The server first: whoever stays signed in keeps what is on the device. Null when it can't be
 * reached.
 * @param {HTMLFormElement} form
 */
async function signOut(form) {
  try {
    /** @type {RequestInit} */
    const sent = {
      method: "POST",
      body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
      redirect: "manual",
      signal: AbortSignal.timeout?.(SIGN_OUT_MS),
    };
    const answer = await fetch("/logout", sent);
    return answer.type === "opaqueredirect";
  } catch {
    show("still-in")?.focus();
    return null;
  }
}

// A workout ran here: what it takes is fetched beside what the logging screen opens with, not after
// it, and no script waits for another one to name it.
const LIFTING = [
  "lifting",
  "attention",
  "keyboard",
  "session",
  "rest_timer",
  "typed",
  "actions/exercises",
  "actions/logging",
  "actions/plans",
  "actions/workout",
  "model/entry",
  "model/plates",
  "model/records",
  "model/slips",
  "model/totals",
  "model/units",
  "model/workout",
  "views/amounts",
  "views/dialogs",
  "views/log_bar",
  "views/set_words",
  "views/workout",
];
if (location.pathname === "/log" && remembered(RUNNING))
  for (const name of LIFTING) import(`./log/${name}.js`).catch(() => {});

meet();
if (root.dataset.copied) show("copy", { time: timeOf(root.dataset.copied) });
if (!isSecureContext) show("insecure");
// Capturing: asked before the form counts as sent.
document.addEventListener("submit", leave, { capture: true });
if ("serviceWorker" in navigator) {
  const begin = () =>
    start().catch((error) => console.info("LiftLog works only online here:", error));
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
}
