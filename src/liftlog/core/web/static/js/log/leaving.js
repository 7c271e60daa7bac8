/** Signing out: what has not been sent is never thrown away without being seen, and nothing before it is done. */

import { databaseName, openLocal, removeLocal } from "./local_db.js";
import { saveAs } from "./saving.js";

async function exists(userId) {
  const known = await indexedDB.databases?.().catch(() => null);
  return known ? known.some((one) => one.name === databaseName(userId)) : true;
}

function kept(count, userId) {
  if (count) localStorage.setItem("liftlog.waiting", `${userId} ${count}`);
  localStorage.removeItem("liftlog.user");
  localStorage.removeItem("liftlog.running");
}

/**
 * Ask in `dialog` where something waits. Null for staying, else what is to be done once the server has
 * signed out: with nothing unsent, the device forgets the account.
 */
export async function leaving(userId, dialog) {
  if (!(await exists(userId))) return () => kept(0, userId);
  const local = await openLocal(userId);
  const { outbox, refused } = await local.read();
  local.close();
  const waiting = [...outbox, ...refused];
  if (!waiting.length) return () => forget(userId);
  if (!(await asked(dialog, userId, waiting))) return null;
  return () => kept(waiting.length, userId);
}

async function forget(userId) {
  kept(0, userId);
  // A tab that holds it open would make this wait.
  await Promise.race([removeLocal(userId).catch(() => {}), new Promise((resolve) => setTimeout(resolve, 1_000))]);
}

function asked(dialog, userId, waiting) {
  dialog.hidden = false;
  // Escape closes it without an answer: that is staying.
  dialog.returnValue = "stay";
  dialog.querySelector("[data-value=count]").textContent = waiting.length;
  dialog.querySelector("[data-do=export]").onclick = () =>
    saveAs(new Blob([JSON.stringify({ user: userId, exported_at: new Date().toISOString(), operations: waiting }, null, 1)], { type: "application/json" }), "liftlog-unsent.json");
  return new Promise((resolve) => {
    dialog.querySelector("[data-do=leave]").onclick = () => dialog.close("leave");
    dialog.querySelector("[data-do=stay]").onclick = () => dialog.close("stay");
    const closed = () => {
      dialog.hidden = true;
      resolve(dialog.returnValue === "leave");
    };
    dialog.addEventListener("close", closed, { once: true });
    dialog.showModal();
  });
}
