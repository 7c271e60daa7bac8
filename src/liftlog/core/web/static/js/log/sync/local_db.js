// @ts-check
/**
 * What this device keeps: the server's documents, and beside them the operations it has not yet
 * taken. One database per account, so that two people on one device never mix.
 */

import { deleteDB, openDB } from "../../../vendor/idb/build/index.js";

export const DOCUMENTS = ["workouts", "routines", "exercises", "bests"];
const VERSION = 1;
/** @type {IDBTransactionOptions} */
const STRICT = { durability: "strict" };

/** @param {string} userId */
export const databaseName = (userId) => `liftlog-${userId}`;

/**
 * @param {string} userId
 * @param {{ onGone?: () => void }} [told]
 */
export async function openLocal(userId, { onGone } = {}) {
  const db = await openDB(databaseName(userId), VERSION, {
    /** @param {any} made */
    upgrade(made) {
      for (const name of ["workouts", "routines", "exercises"])
        made.createObjectStore(name, { keyPath: "id" });
      made.createObjectStore("bests", { keyPath: "exercise_id" });
      made.createObjectStore("meta");
      made.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
      made.createObjectStore("refused", { keyPath: "id" });
    },
    blocking() {
      // Another tab removes or renews the database: holding it open would make that wait for ever.
      db.close();
      onGone?.();
    },
    terminated: () => onGone?.(),
  });
  return new Local(db);
}

/** @param {string} userId */
export const removeLocal = (userId) => deleteDB(databaseName(userId));

export class Local {
  /** @param {import("idb").IDBPDatabase<any>} db */
  constructor(db) {
    this.db = db;
  }

  /** Everything, as of one moment. */
  async read() {
    const tx = this.db.transaction([...DOCUMENTS, "meta", "outbox", "refused"]);
    /** @param {string} name */
    const all = (name) => tx.objectStore(name).getAll();
    const [workouts, routines, exercises, bests, outbox, refused, keys, values] = await Promise.all(
      [
        ...DOCUMENTS.map(all),
        all("outbox"),
        all("refused"),
        tx.objectStore("meta").getAllKeys(),
        all("meta"),
      ],
    );
    return {
      workouts,
      routines,
      exercises,
      bests,
      outbox,
      refused,
      meta: new Map(keys.map((key, at) => [key, values[at]])),
    };
  }

  /**
   * Keep operations, all or none; the promise holds once they are on the disk.
   * @param {Operation[]} operations
   */
  async add(operations) {
    const tx = this.db.transaction("outbox", "readwrite", STRICT);
    const added = operations.map((one) => tx.store.add(one));
    await Promise.all([...added, tx.done]);
  }

  /** @param {number} limit */
  async outbox(limit) {
    return this.db.getAll("outbox", undefined, limit);
  }

  /**
   * What the server answered, in one transaction: taken operations leave as their documents come.
   * @param {{ rows: [string, string, any][], meta: Record<string, any>, done: number[], refused:
   * Refusal[], copies: Operation[] }} given
   */
  async settle({ rows, meta, done, refused, copies }) {
    const tx = this.db.transaction(
      [...DOCUMENTS, "meta", "outbox", "refused"],
      "readwrite",
      STRICT,
    );
    const work = rows.map(([store, key, document]) =>
      document ? tx.objectStore(store).put(document) : tx.objectStore(store).delete(key),
    );
    for (const [key, value] of Object.entries(meta))
      work.push(tx.objectStore("meta").put(value, key));
    for (const one of refused) work.push(tx.objectStore("refused").put(one));
    for (const one of copies) work.push(tx.objectStore("outbox").add(one));
    for (const seq of done) work.push(tx.objectStore("outbox").delete(seq));
    await Promise.all([...work, tx.done]);
  }

  /**
   * @param {string} key
   * @param {any} value
   */
  setMeta(key, value) {
    return this.db.put("meta", value, key);
  }

  /** @param {string} id */
  dropRefused(id) {
    return this.db.delete("refused", id);
  }

  close() {
    this.db.close();
  }
}
