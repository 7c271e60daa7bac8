// @ts-check
/**
 * Signing out: what has not been sent is never thrown away without being seen, and nothing before
 * it is done.
 */

import { noteSignedOut } from "../../offline.js";
import { databaseName, openLocal, removeLocal } from "./local_db.js";
import { saveAs } from "./saving.js";

/** @param {string} userId */
async function exists(userId) {
  const known = await indexedDB.databases?.().catch(() => null);
  return known ? known.some((one) => one.name === databaseName(userId)) : true;
}

/**
 * Ask in `dialog` where something waits. Null for staying, else what is to be done once the server
 * has signed out: with nothing unsent, the device forgets the account.
 * @param {string} userId
 * @param {HTMLDialogElement} dialog
 */
export async function leaving(userId, dialog) {
  if (!(await exists(userId))) return () => noteSignedOut(userId, 0);
  const local = await openLocal(userId);
  const { outbox, refused } = await local.read();
  local.close();
  const waiting = [...outbox, ...refused];
  if (!waiting.length) return () => forget(userId);
  if (!(await asked(dialog, userId, waiting))) return null;
  return () => noteSignedOut(userId, waiting.length);
}

/** @param {string} userId */
async function forget(userId) {
  noteSignedOut(userId, 0);
  // A tab that holds it open would make this wait.
  await Promise.race([
    removeLocal(userId).catch(() => {}),
    new Promise((resolve) => setTimeout(resolve, 1_000)),
  ]);
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} userId
 * @param {Operation[]} waiting
 */
function asked(dialog, userId, waiting) {
  /** @param {string} selector */
  const element = (selector) => /** @type {HTMLElement} */ (dialog.querySelector(selector));
  dialog.hidden = false;
  // Escape closes it without an answer: that is staying.
  dialog.returnValue = "stay";
  element("[data-value=count]").textContent = String(waiting.length);
  element("[data-do=export]").onclick = () =>
    saveAs(
      new Blob(
        [
          JSON.stringify(
            { user: userId, exported_at: new Date().toISOString(), operations: waiting },
            null,
            1,
          ),
        ],
        { type: "application/json" },
      ),
      "liftlog-unsent.json",
    );
  return new Promise((resolve) => {
    element("[data-do=leave]").onclick = () => dialog.close("leave");
    element("[data-do=stay]").onclick = () => dialog.close("stay");
    const closed = () => {
      dialog.hidden = true;
      resolve(dialog.returnValue === "leave");
    };
    dialog.addEventListener("close", closed, { once: true });
    dialog.showModal();
  });
}
