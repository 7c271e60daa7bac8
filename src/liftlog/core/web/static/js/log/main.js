// @ts-check
/**
 * The logging screen: what is shown (`ui`), what taps do (`act`), and the drawing of both. A tap
 * changes the store's snapshot and is drawn before anything is awaited; the disk and the network
 * follow.
 */

import { html, render } from "../../vendor/lit-html/lit-html.js";
import { openStore } from "./sync/store.js";
import { clock, t } from "./text.js";
import { view as start } from "./views/start.js";

/** @type {Record<string, () => Promise<{ view: View }>>} */
const VIEWS = {
  workout: () => import("./views/workout.js"),
  pick: () => import("./views/picker.js"),
  exercise: () => import("./views/exercise.js"),
  finish: () => import("./views/finish.js"),
  unsent: () => import("./views/outbox.js"),
};
const REST_AFTER_MS = 1_500;
const root = /** @type {HTMLElement} */ (document.querySelector("#log"));
const said = /** @type {HTMLElement} */ (document.querySelector("#log-said"));

/** @type {Record<string, View>} */
const views = { start };
/** @type {Ui} */
const ui = {
  chosen: null,
  draft: null,
  undo: null,
  doubt: null,
  dialog: null,
  problem: null,
  finished: null,
  note: null,
  discarding: false,
};
/** @type {Store} */
let store;
/**
 * What `lifting.js` does, once it is there.
 * @type {Lifting | null}
 */
let part = null;
/** @type {import("./attention.js").Attention | null} */
let attention = null;
/** @type {import("./typed.js").Typed | null} */
let typed = null;
/** @type {string | null} */
let drawn = null;
let waiting = false;
/** @type {LogScreen} */
const screen = {
  ui,
  say,
  soon,
  root,
  place,
  get store() {
    return store;
  },
  get snapshot() {
    return store.snapshot;
  },
  get timer() {
    return lifted().timer;
  },
  get act() {
    return part?.act ?? /** @type {any} */ (before);
  },
  current: () => lifted().current(),
  /** @param {Entry} entry */
  records: (entry) => lifted().records(entry),
};
/** Until a workout is begun nothing of lifting is needed: its first tap fetches it. */
const before = {
  /** @param {{ routine?: Routine, workout?: Workout }} source */
  start: async (source) => (await lift()).act.start(source),
  open: () => {},
};

const lifted = () => /** @type {Lifting} */ (part);

async function lift() {
  const [{ lifting }, { Attention }, { listenToKeys }, { Typed }] = await Promise.all([
    import("./lifting.js"),
    import("./attention.js"),
    import("./keyboard.js"),
    import("./typed.js"),
  ]);
  if (!part) {
    part = lifting(screen);
    attention = new Attention(screen);
    typed = new Typed(screen);
    listenToKeys(screen);
    part.timer.look();
  }
  return part;
}

/**
 * Which part of the screen an address names: #pick, #swap-<entry>, #exercise-<id>, #finish,
 * #unsent.
 * @returns {[string, string]}
 */
function place() {
  const [name, ...rest] = location.hash.slice(1).split("-");
  const argument = rest.join("-");
  const running = store.snapshot.running;
  if (name === "unsent") return ["unsent", argument];
  if (name === "exercise") return ["exercise", argument];
  if (running && (name === "pick" || name === "swap")) return ["pick", argument];
  if (running && name === "finish") return ["finish", argument];
  return [running ? "workout" : "start", ""];
}

/** @param {string} text */
function say(text) {
  said.textContent = "";
  requestAnimationFrame(() => {
    said.textContent = text;
  });
}

function soon() {
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    draw();
  });
}

function draw() {
  const { snapshot } = store;
  const [name, argument] = place();
  document.documentElement.dataset.theme =
    snapshot.user?.theme ?? document.documentElement.dataset.theme;
  document.documentElement.toggleAttribute("data-left", Boolean(snapshot.preferences.left_handed));
  const view = views[name];
  const lacks = !view || ((snapshot.running || name === "exercise") && !part);
  if (lacks) {
    Promise.all([VIEWS[name]?.(), lift()]).then(
      ([found]) => {
        views[name] ??= found.view;
        draw();
      },
      () => failed(),
    );
    return;
  }
  document.documentElement.dataset.screen = name;
  const held = attention?.before(name) ?? null;
  render(
    html`${
      ui.problem
        ? html`<div class="notice bad" role="alert"><p class="grow strong">${ui.problem}</p></div>`
        : ""
    }${view(screen, argument)}`,
    root,
  );
  const key = `${name} ${argument}`;
  attention?.openDialog();
  if (drawn !== key) arrived(drawn);
  else attention?.keep(held);
  drawn = key;
  attention?.drawn();
  typed?.drawn();
}

function failed() {
  ui.problem = t("notLoaded");
  if (root.querySelector("[role=alert]")) return;
  root.prepend(
    Object.assign(document.createElement("p"), {
      textContent: ui.problem,
      className: "notice bad",
      role: "alert",
    }),
  );
}

/**
 * Whoever reads by ear or keyboard arrives at the heading of a new part.
 * @param {string | null} from
 */
function arrived(from) {
  if (from === null) return;
  scrollTo(0, 0);
  const heading = root.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** @type {boolean | null} */
let wasRunning = null;
function prepare() {
  const running = Boolean(store.snapshot.running);
  if (running === wasRunning) return;
  wasRunning = running;
  // What a running workout may need is fetched while the network is still there.
  if (running || !navigator.serviceWorker) setTimeout(fetchRest, REST_AFTER_MS);
}

function fetchRest() {
  const rest = [
    lift(),
    ...Object.values(VIEWS).map((load) => load()),
    import("./model/entry.js"),
    import("./model/warm_up.js"),
  ];
  Promise.all(rest).catch(() => {});
}

async function begin() {
  store = await openStore();
  root.replaceChildren();
  store.subscribe((now) => {
    if (now.storage === "kept" && !now.unwritten && ui.problem === t("notKept")) ui.problem = null;
    prepare();
    soon();
  });
  addEventListener("hashchange", () => {
    ui.dialog = null;
    ui.discarding = false;
    soon();
  });
  if (location.search)
    import("./start_as_asked.js").then(({ startAsAsked }) => startAsAsked(screen));
  prepare();
  draw();
  setInterval(() => {
    const place_ = root.querySelector("[data-elapsed]");
    if (place_)
      place_.textContent = clock((Date.now() - Date.parse(place_.dataset.elapsed ?? "")) / 1000);
  }, 1000);
}

begin();
