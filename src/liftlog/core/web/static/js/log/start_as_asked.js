// @ts-check
/** A workout that the address asks for. */

import { t } from "./text.js";

/**
 * ?start=routine:<id>, workout:<id> or empty: begun once it is known what that is, and only if
 * nothing runs.
 * @param {LogScreen} screen
 */
export function startAsAsked({ act, soon, store, ui }) {
  const wanted = new URLSearchParams(location.search).get("start");
  history.replaceState(null, "", location.pathname + location.hash);
  if (!wanted) return;
  /** @param {string} why */
  const tellNotStarted = (why) => {
    ui.problem = t(why);
    soon();
  };
  const [kind, id] = wanted.split(":");
  const { running } = store.snapshot;
  if (running) return running.routine_id !== id && tellNotStarted("runsAlready");
  if (kind === "empty") return act.start({});
  const known = () => store.snapshot[kind === "routine" ? "routines" : "workouts"]?.get(id);
  const begin = () => act.start({ [kind === "routine" ? "routine" : "workout"]: known() });
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
