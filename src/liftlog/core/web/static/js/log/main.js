/**
 * The logging screen: what is shown (`ui`), what taps do (`act`), and the drawing of both.
 * A tap changes the store's snapshot and is drawn before anything is awaited; the disk and the network follow.
 */

import { html, render } from "../../vendor/lit-html/lit-html.js";
import { view as start } from "./start_view.js";
import { openStore } from "./store.js";
import { clock, t } from "./text.js";

const VIEWS = {
  workout: () => import("./workout_view.js"),
  pick: () => import("./picker_view.js"),
  exercise: () => import("./exercise_view.js"),
  finish: () => import("./finish_view.js"),
  unsent: () => import("./unsent_view.js"),
};
const REST_AFTER_MS = 1_500;
const RAN = "liftlog.running";
const EDITABLE = "input, textarea, select, [contenteditable]";
const PRESSED_ONCE = ".log-bar .bar-log, .log-sets, .line-form";
const root = document.querySelector("#log");
const said = document.querySelector("#log-said");
const title = document.title;

const views = { start };
const ui = { chosen: null, draft: null, undo: null, doubt: null, dialog: null, problem: null, finished: null, note: null, discarding: false };
let store;
/** What `lifting.js` does, once it is there. */
let part = null;
let drawn = null;
let waiting = false;
/** The dialog and the question that were there when it was drawn last. */
let [shown, asked] = [null, null];
/** What opens a dialog, where it is no row's. */
const OPENERS = { menu: ".card-head button", rest: ".card-head button", workout: "[data-describe]" };

const screen = {
  ui, say, soon, tick,
  get store() { return store; },
  get snapshot() { return store.snapshot; },
  get timer() { return part.timer; },
  get act() { return part?.act ?? before; },
  current: () => part.current(),
  records: (entry) => part.records(entry),
};
/** Until a workout is begun nothing of lifting is needed: its first tap fetches it. */
const before = {
  start: async (source) => (await lift()).act.start(source),
  open: () => {},
};

async function lift() {
  const { lifting } = await import("./lifting.js");
  if (!part) {
    part = lifting(screen);
    part.timer.look();
  }
  return part;
}

/** Which part of the screen an address names: #pick, #swap-<entry>, #exercise-<id>, #finish, #unsent. */
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

function say(text) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = text; });
}

function soon() {
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => { waiting = false; draw(); });
}

function draw() {
  const { snapshot } = store;
  const [name, argument] = place();
  document.documentElement.dataset.theme = snapshot.user?.theme ?? document.documentElement.dataset.theme;
  document.documentElement.toggleAttribute("data-left", Boolean(snapshot.preferences.left_handed));
  const view = views[name];
  const lacks = !view || ((snapshot.running || name === "exercise") && !part);
  if (lacks) {
    Promise.all([VIEWS[name]?.(), lift()]).then(([found]) => { views[name] ??= found.view; draw(); }, () => failed());
    return;
  }
  document.documentElement.dataset.screen = name;
  if (ui.dialog && !hasPlace(ui.dialog, name)) ui.dialog = null;
  const held = letGo();
  render(html`${ui.problem ? html`<div class="notice bad" role="alert"><p class="grow strong">${ui.problem}</p></div>` : ""}${view(screen, argument)}`, root);
  const dialog = root.querySelector("dialog[data-modal]");
  if (dialog && !dialog.open) dialog.showModal();
  const key = `${name} ${argument}`;
  if (drawn !== key) arrived(drawn, key);
  else if (held || ui.doubt !== asked) keepFocus(held);
  [drawn, shown, asked] = [key, ui.dialog, ui.doubt];
  moveIntoSight();
}

/** Of a workout that ended elsewhere, or an exercise that is gone, no dialog stays: it would hold the keys. */
function hasPlace(dialog, name) {
  return name === "workout" && (!dialog.entry || store.snapshot.running.exercises.some((one) => one.id === dialog.entry));
}

/** Before anything is drawn: close what is no longer wanted, and note where the focus is. */
function letGo() {
  const dialog = root.querySelector("dialog[data-modal]");
  if (dialog?.open && !ui.dialog) dialog.close();
  const focused = document.activeElement;
  if (shown && !ui.dialog) return { entry: shown.entry, row: shown.row, part: OPENERS[shown.kind] ?? "", always: shown.kind !== "help" };
  if (!root.contains(focused)) return null;
  return { entry: focused.closest("[data-entry]")?.dataset.entry, row: focused.closest("[data-row]")?.dataset.row, part: focused.matches(".tickbox") ? ".tickbox" : "" };
}

/** What had the focus is gone: on the page itself the next Enter would log a set. */
function keepFocus(held) {
  if (ui.doubt && ui.doubt !== asked) return root.querySelector(".doubt button")?.focus();
  if (ui.dialog) return shown && ui.dialog !== shown && root.querySelector("dialog :is(input, textarea)")?.focus();
  const now = document.activeElement;
  if (!held || (!held.always && now !== document.body && !now?.disabled)) return;
  const card = held.entry ? `[data-entry="${held.entry}"]` : "";
  const row = held.row ? `${card} [data-row="${held.row}"]` : "";
  const places = ["[data-focus]", !card && held.part, row && `${row} ${held.part || "th button"}`, card && `${card} ${held.part || ".card-head button"}`, card && `${card} :is(.card-head button, .cover)`, ".bar-log .log", "h1"];
  for (const one of places) {
    const found = one && root.querySelector(one);
    if (!found || found.disabled) continue;
    if (one === "h1") found.setAttribute("tabindex", "-1");
    return found.focus();
  }
}

function failed() {
  ui.problem = t("notLoaded");
  if (root.querySelector("[role=alert]")) return;
  root.prepend(Object.assign(document.createElement("p"), { textContent: ui.problem, className: "notice bad", role: "alert" }));
}

/** Whoever reads by ear or keyboard arrives at the heading of a new part. */
function arrived(from) {
  if (from === null) return;
  scrollTo(0, 0);
  const heading = root.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");
let sighted = null;
/** The set that comes next stays in sight above the bar. A style sheet can't calm what a script scrolls. */
function moveIntoSight() {
  const row = root.querySelector("tr.current");
  const key = row?.dataset.row ?? null;
  if (key && key !== sighted && sighted !== null) row.scrollIntoView({ block: "nearest", behavior: calm.matches ? "instant" : "smooth" });
  if (key) sighted = key;
}

/** Only the digits change with the clock; nothing is drawn anew for them. */
function tick(left, rest, ends) {
  if (ends) say(t("saidRestOver"));
  const line = root.querySelector("[data-rest]");
  if ((left === null) !== !line) soon();
  document.title = left > 0 ? `${clock(left)} · ${title}` : title;
  if (!line || left === null) return;
  root.querySelector("[data-rest-left]").textContent = left > 0 ? clock(left) : t("restOver");
  line.toggleAttribute("data-over", left <= 0);
  const bar = line.querySelector("progress");
  bar.max = rest.total_s;
  bar.value = Math.max(0, left);
}

function keys(event) {
  // A button goes on being pressed while Enter is held on it.
  if (event.repeat) return event.key === "Enter" && event.target.closest?.(PRESSED_ONCE) && event.preventDefault();
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || store.snapshot.preferences.shortcuts === false) return;
  const [name] = place();
  if (ui.dialog || event.target.closest?.(EDITABLE)) return;
  if (event.key === "?") return screen.act.open({ kind: "help" });
  if (name === "pick" && event.key === "/") return focusOn(event, "input[type=search]");
  if (name !== "workout" || !part) return;
  if (event.key === "/") {
    event.preventDefault();
    location.hash = "pick";
  } else if (event.key === "n") {
    part.act.nextExercise();
  } else if (event.key === "Enter" && !event.target.closest?.("button, a, summary")) {
    event.preventDefault();
    part.act.log();
  } else if (event.key === "u") {
    part.act.undo();
  } else if (event.key === "l") {
    focusOn(event, "#line");
  }
}

function focusOn(event, selector) {
  event.preventDefault();
  root.querySelector(selector)?.focus();
}

/** ?start=routine:<id>, workout:<id> or empty: begun once it is known what that is, and only if nothing runs. */
function startAsAsked() {
  const wanted = new URLSearchParams(location.search).get("start");
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
  if (!wanted) return;
  const [kind, id] = wanted.split(":");
  const { running } = store.snapshot;
  if (running) return running.routine_id !== id && tellNotStarted("runsAlready");
  if (kind === "empty") return screen.act.start({});
  const known = () => store.snapshot[kind === "routine" ? "routines" : "workouts"]?.get(id);
  const begin = () => screen.act.start(kind === "routine" ? { routine: known() } : { workout: known() });
  if (known()) return begin();
  const stop = store.subscribe(() => {
    if (store.snapshot.running) return stop();
    if (!known()) return;
    stop();
    queueMicrotask(begin);
  });
  store.sync().then(() => {
    if (store.snapshot.running || known() || store.snapshot.status !== "idle") return;
    stop();
    tellNotStarted("startUnknown");
  });
}

function tellNotStarted(why) {
  ui.problem = t(why);
  soon();
}

let wasRunning = null;
function tellRunning() {
  const running = Boolean(store.snapshot.running);
  if (running === wasRunning) return;
  wasRunning = running;
  remember(running);
  dispatchEvent(new CustomEvent("liftlog:running", { detail: running }));
  // What a running workout may need is fetched while the network is still there.
  if (running || !navigator.serviceWorker) setTimeout(fetchRest, REST_AFTER_MS);
}

/** For js/offline.js, which is there before this is: while a workout runs it fetches what that takes. */
function remember(running) {
  try {
    if (running) localStorage.setItem(RAN, "yes");
    else localStorage.removeItem(RAN);
  } catch {
    // It is only faster with it.
  }
}

function fetchRest() {
  const rest = [lift(), ...Object.values(VIEWS).map((load) => load()), import("./entry.js"), import("./warm_up.js")];
  Promise.all(rest).catch(() => {});
}

async function begin() {
  store = await openStore();
  root.replaceChildren();
  store.subscribe((now) => {
    if (now.storage === "kept" && !now.unwritten && ui.problem === t("notKept")) ui.problem = null;
    tellRunning();
    soon();
  });
  addEventListener("hashchange", () => { ui.dialog = null; ui.discarding = false; soon(); });
  addEventListener("keydown", keys);
  startAsAsked();
  tellRunning();
  draw();
  setInterval(() => {
    const place_ = root.querySelector("[data-elapsed]");
    if (place_) place_.textContent = clock((Date.now() - Date.parse(place_.dataset.elapsed)) / 1000);
  }, 1000);
}

begin();
