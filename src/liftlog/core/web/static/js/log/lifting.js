// @ts-check
/**
 * What taps do to a running workout, and how one begins. Loaded when one is to begin or runs
 * already.
 */

import { exerciseActions } from "./actions/exercises.js";
import { loggingActions } from "./actions/logging.js";
import { planActions } from "./actions/plans.js";
import { workoutActions } from "./actions/workout.js";
import { Session } from "./session.js";

/** @param {Pick<LogScreen, "root" | "store" | "ui" | "say" | "soon">} screen */
export function lifting(screen) {
  const session = new Session(screen);
  const logging = loggingActions(session);
  const act = {
    ...workoutActions(session),
    ...exerciseActions(session),
    ...planActions(session, logging.change),
    ...logging,
    say: screen.say,
    /** @param {Dialog} dialog */
    open: (dialog) => session.show(dialog),
    close: () => session.show(null),
  };
  /** @param {Entry} entry */
  const records = (entry) => session.records(entry);
  return { act, current: () => session.current(), records, timer: session.timer };
}
