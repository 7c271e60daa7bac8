// @ts-check
/**
 * What the logging screen knows and changes. Reading never waits: `snapshot` is always there. A
 * commit shows at once, is kept on the device, and is sent when the server can be reached.
 */

import { noteRunning, remember, remembered, USER } from "../../offline.js";
import { apply, changesOf, copied, emptyDocuments, runningOf } from "../model/documents.js";
import { openLocal } from "./local_db.js";
import { newDevice, newId, StampClock, SyncLoop } from "./outbox.js";

export { newId };

const UNWRITTEN = "liftlog.unwritten.";
const COPIED_NAME_MAX = 80;
/** How browsers say that they have closed a database (iOS does in the background). */
const TAKEN_AWAY = new Set(["InvalidStateError", "UnknownError"]);

/**
 * @returns {Promise<Store>} ready as soon as what the device keeps was read; never waits for the
 * network.
 */
export async function openStore() {
  const store = new Store(document.documentElement.dataset.user || remembered(USER));
  await store.open();
  return store;
}

export class Store {
  /** @type {string | null} */
  #userId;
  /** @type {Local | null} */
  #local = null;
  #base = emptyDocuments();
  #meta = new Map();
  /** @type {Refusal[]} */
  #refused = [];
  /** @type {Operation[]} */
  #pending = [];
  /**
   * What the disk has not confirmed, and of that what it refused.
   * @type {Set<Operation>}
   */
  #unwritten = new Set();
  /** @type {Set<Operation>} */
  #failed = new Set();
  /** @type {Set<(snapshot: Snapshot) => void>} */
  #listeners = new Set();
  #clock;
  /** @type {BroadcastChannel | null} */
  #channel = null;
  #loop;
  /** @type {Status} */
  #status = "idle";
  /** @type {Snapshot["storage"]} */
  #storage = "kept";
  /** @type {string | null} */
  #lastSyncAt = null;
  #asked = false;
  #opened = false;
  /** @type {Promise<void> | null} */
  #opening = null;
  /** At which the server itself fails: they wait, and hold up no other. */
  #aside = new Set();

  /** @param {string | null | undefined} userId */
  constructor(userId) {
    this.#userId = userId ?? null;
    this.#loop = new SyncLoop(this);
    this.#clock = new StampClock(newDevice());
    this.documents = this.#base;
    this.snapshot = this.#show(this.#base);
  }

  async open() {
    this.#opened = true;
    if (this.#userId) await this.#openLocal();
    addEventListener("pagehide", () => this.#noteUnwritten());
    addEventListener(
      "pageshow",
      (event) => event.persisted && remember(UNWRITTEN + this.#userId, null),
    );
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && this.#comeBack(),
    );
    this.#loop.start();
  }

  async #openLocal() {
    const userId = this.#userId ?? "";
    remember(USER, userId);
    try {
      this.#local = await openLocal(userId, { onGone: () => this.#lost() });
      await this.#read();
    } catch (error) {
      console.info("LiftLog keeps nothing on this device:", error);
      this.#lost();
    }
    this.#takeUpUnwritten();
    if (!this.#meta.get("device")) this.setMeta("device", newDevice()).catch(() => {});
    this.#clock = new StampClock(this.#meta.get("device"));
    for (const one of [...this.#pending, { stamp: this.#meta.get("stamp") }])
      if (one.stamp) this.#clock.seenStamp(one.stamp);
    this.#clock.seen(this.#meta.get("server_ms") ?? 0);
    this.#listen();
  }

  /**
   * A page that goes away at once cuts off what is being written: it is noted where that takes no
   * time.
   */
  #noteUnwritten() {
    if (!this.#userId || !this.#unwritten.size) return;
    remember(
      UNWRITTEN + this.#userId,
      JSON.stringify([...this.#unwritten].map(({ seq: _, ...one }) => one)),
    );
  }

  #takeUpUnwritten() {
    /** @type {Operation[]} */
    const noted = JSON.parse(remembered(UNWRITTEN + this.#userId) ?? "[]");
    const known = new Set(this.#pending.map((one) => one.id));
    const cutOff = noted.filter((one) => !known.has(one.id));
    for (const one of cutOff) this.#unwritten.add(one);
    this.#pending.push(...cutOff);
    this.#rebase();
    const forget = () => remember(UNWRITTEN + this.#userId, null);
    if (cutOff.length) this.#write(cutOff).then(forget, () => {});
    else forget();
  }

  #lost() {
    this.#local = null;
    this.#storage = "none";
    this.#show(this.documents);
  }

  /**
   * A database that was taken away is opened again; not that of somebody who has signed out
   * meanwhile.
   */
  async #reopen() {
    if (this.#local || !this.#userId || remembered(USER) !== this.#userId) return;
    this.#opening ??= this.#openAgain().finally(() => {
      this.#opening = null;
    });
    await this.#opening;
  }

  async #openAgain() {
    try {
      this.#local = await openLocal(this.#userId ?? "", { onGone: () => this.#lost() });
      this.#storage = "kept";
      await this.#read();
    } catch {
      this.#lost();
    }
  }

  async #comeBack() {
    await this.#reopen();
    if (this.#local && this.#failed.size) await this.#write([]).catch(() => {});
  }

  /**
   * Ask the database, and once more where the browser had taken it away.
   * @param {(local: Local) => Promise<any>} ask
   */
  async #kept(ask) {
    await this.#reopen();
    if (!this.#local) return undefined;
    try {
      return await ask(this.#local);
    } catch (/** @type {any} */ error) {
      if (!TAKEN_AWAY.has(error?.name)) throw error;
    }
    this.#local = null;
    await this.#reopen();
    if (!this.#local) throw new Error("Nothing can be kept on this device.");
    return ask(this.#local);
  }

  /** Other tabs say what they kept; what they changed of documents is read again. */
  #listen() {
    if (!("BroadcastChannel" in globalThis)) return;
    this.#channel = new BroadcastChannel(`liftlog-${this.#userId}`);
    this.#channel.onmessage = () => this.#local && this.#readAgain().catch(() => this.#lost());
  }

  /**
   * The tab that told us may have been sending already: what it put in the outbox is looked after
   * here too.
   */
  async #readAgain() {
    await this.#read();
    if (this.#pending.length) this.#loop.soon();
  }

  #tell() {
    this.#channel?.postMessage("changed");
  }

  async #read() {
    const found = await this.#local?.read();
    if (!found) return;
    const base = emptyDocuments();
    base.workouts = new Map(found.workouts.map((one) => [one.id, one]));
    base.routines = new Map(found.routines.map((one) => [one.id, one]));
    base.exercises = new Map(found.exercises.map((one) => [one.id, one]));
    base.bests = new Map(found.bests.map((one) => [one.exercise_id, one]));
    base.preferences = found.meta.get("preferences") ?? {};
    base.user = found.meta.get("user") ?? null;
    const kept = new Set(found.outbox.map((one) => one.id));
    const only = [...this.#unwritten].filter((one) => !kept.has(one.id));
    this.#base = base;
    this.#meta = found.meta;
    this.#refused = found.refused;
    this.#pending = [...found.outbox, ...only];
    this.#rebase();
  }

  #rebase() {
    const shown = copied(this.#base);
    for (const one of this.#pending) apply(shown, one);
    this.#show(shown);
  }

  /**
   * @param {Documents} documents
   * @returns {Snapshot}
   */
  #show(documents) {
    const { user, preferences, workouts, routines, exercises, bests } = documents;
    this.documents = documents;
    this.snapshot = {
      user,
      preferences,
      workouts,
      routines,
      exercises,
      bests,
      running: runningOf(workouts),
      pending: this.#pending.length,
      unwritten: this.#unwritten.size,
      refused: this.#refused,
      status: this.#status,
      storage: this.#storage,
      lastSyncAt: this.#lastSyncAt,
      userId: this.#userId,
    };
    if (this.#opened) noteRunning(this.snapshot.running !== null);
    for (const one of this.#listeners) one(this.snapshot);
    return this.snapshot;
  }

  /** @param {(snapshot: Snapshot) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Shows at once; the promise holds once the device has kept it. When it rejects, what was done is
   * still on the screen and still sent, but a closed tab would lose it: say so.
   * @param {Change[]} operations
   */
  commit(operations) {
    /** @type {Operation[]} */
    const stamped = operations.map((one) => ({
      base_rev: null,
      ...one,
      id: newId(),
      stamp: this.#clock.next(),
    }));
    const shown = copied(this.documents);
    for (const one of stamped) {
      apply(shown, one);
      this.#pending.push(one);
      this.#unwritten.add(one);
    }
    this.#show(shown);
    this.#askToStay(stamped);
    return this.#write(stamped);
  }

  /** @param {Operation[]} operations */
  async #write(operations) {
    const waiting = [...this.#failed, ...operations];
    this.#failed.clear();
    try {
      const added = await this.#kept((local) =>
        local.add(waiting.map(({ seq: _, ...one }) => one)).then(() => true),
      );
      if (!added) throw new Error("Nothing can be kept on this device.");
    } catch (error) {
      for (const one of waiting) if (this.#unwritten.has(one)) this.#failed.add(one);
      this.#loop.soon();
      throw error;
    }
    for (const one of waiting) this.#unwritten.delete(one);
    this.#show(this.documents);
    this.#tell();
    this.#loop.soon();
  }

  /**
   * Once there is a logged set to lose, the browser is asked not to make room by throwing it away.
   * @param {Operation[]} operations
   */
  #askToStay(operations) {
    if (this.#asked || !operations.some((one) => one.kind === "set" && one.fields.logged_at))
      return;
    this.#asked = true;
    navigator.storage?.persist?.().catch(() => {});
  }

  /** By hand everything is tried again. */
  sync() {
    this.#aside.clear();
    return this.#loop.now();
  }

  /** @param {string} key */
  meta(key) {
    return this.#meta.get(key);
  }

  /**
   * @param {string} key
   * @param {any} value
   */
  async setMeta(key, value) {
    this.#meta.set(key, value);
    await this.#kept((local) => local.setMeta(key, value));
  }

  exportRefused() {
    return this.#export(this.#refused);
  }

  exportPending() {
    return this.#export(this.#pending);
  }

  /** @param {Operation[]} operations */
  #export(operations) {
    const written = {
      user: this.snapshot.user?.email ?? this.#userId,
      exported_at: new Date().toISOString(),
      operations,
    };
    return new Blob([JSON.stringify(written, null, 1)], { type: "application/json" });
  }

  pendingOperations() {
    return [...this.#pending];
  }

  /** @param {string} id */
  async discardRefused(id) {
    await this.#kept((local) => local.dropRefused(id));
    this.#refused = this.#refused.filter((one) => one.id !== id);
    this.#show(this.documents);
    this.#tell();
  }

  // What the sync loop asks and tells.

  get lockName() {
    return `liftlog-sync-${this.#userId}`;
  }

  /** @param {Status} status */
  setStatus(status) {
    if (status === this.#status) return;
    this.#status = status;
    this.#show(this.documents);
  }

  /**
   * The next operations to send, oldest first; those of other tabs too.
   * @param {number} limit
   */
  async nextBatch(limit) {
    /** @type {Operation[]} */
    const kept = (await this.#kept((local) => local.outbox(limit + this.#aside.size))) ?? [];
    const ids = new Set(kept.map((one) => one.id));
    const rest = [...this.#unwritten].filter((one) => !ids.has(one.id));
    return [...kept, ...rest].filter((one) => !this.#aside.has(one.id)).slice(0, limit);
  }

  /** @param {Operation} operation */
  setAside(operation) {
    this.#aside.add(operation.id);
  }

  /** @param {string} id */
  isAside(id) {
    return this.#aside.has(id);
  }

  /** @param {Operation[]} operations */
  request(operations) {
    return {
      user_id: this.#userId ?? null,
      device: this.#meta.get("device") ?? newDevice(),
      cursor: this.#meta.get("cursor") ?? null,
      operations: operations.map(({ seq: _, ...one }) => one),
    };
  }

  /**
   * Take in an answer to `batch`. Whatever happens in between, an operation is in the outbox or
   * settled.
   * @param {Operation[]} batch
   * @param {Answer} answer
   */
  async settle(batch, answer) {
    if (!this.#userId) await this.#meet(answer.user.id);
    const acks = new Map(answer.acks.map((one) => [one.id, one]));
    const settled = batch.filter((one) => acks.has(one.id));
    /** @param {Ack["status"][]} statuses */
    const those = (...statuses) =>
      settled.filter((one) => statuses.some((status) => status === acks.get(one.id)?.status));
    const base = copied(this.#base);
    for (const one of those("applied", "duplicate")) apply(base, one);
    const maps = mapsOf(base);
    for (const [store, key, document] of changesOf(answer)) {
      if (document) maps[store]?.set(key, document);
      else maps[store]?.delete(key);
    }
    base.preferences = answer.changes.preferences ?? base.preferences;
    base.user = answer.user;
    const server_ms = Date.parse(answer.server_time);
    this.#clock.seen(server_ms);
    // Of all that is known the latest: a correction made here comes after it, also where this clock
    // is slow.
    if (answer.stamp) this.#clock.seenStamp(answer.stamp);
    await this.#keep(base, {
      settled,
      // The whole change, or values of it.
      refused: settled
        .filter((one) => acks.get(one.id)?.code)
        .map((one) => refusal(one, acks.get(one.id) ?? {})),
      copies: those("superseded").flatMap((one) => this.#copyOf(one)),
      meta: {
        cursor: answer.cursor,
        user: base.user,
        preferences: base.preferences,
        server_ms,
        ...(answer.stamp ? { stamp: answer.stamp } : {}),
      },
    });
    this.#lastSyncAt = answer.server_time;
    this.#rebase();
  }

  /**
   * One operation that the server can't even read must not hold up the others.
   * @param {Operation} operation
   * @param {any} problem
   */
  async refuse(operation, problem) {
    const refused = [
      refusal(operation, { code: problem.code ?? "refused", reason: problem.detail ?? "" }),
    ];
    await this.#keep(copied(this.#base), { settled: [operation], refused, copies: [], meta: {} });
    this.#rebase();
  }

  /**
   * @param {Documents} base
   * @param {{ settled: Operation[], refused: Refusal[], copies: Operation[], meta: Record<string,
   * any> }} given
   */
  async #keep(base, { settled, refused, copies, meta }) {
    /** @type {[string, string, any][]} */
    const rows = [];
    const before = mapsOf(this.#base);
    for (const [store, after] of Object.entries(mapsOf(base))) {
      for (const [key, one] of after)
        if (before[store].get(key) !== one) rows.push([store, key, one]);
      for (const key of before[store].keys()) if (!after.has(key)) rows.push([store, key, null]);
    }
    const done = settled.map((one) => one.seq).filter((seq) => seq !== undefined);
    await this.#kept((local) => local.settle({ rows, meta, done, refused, copies }));
    const gone = new Set(settled.map((one) => one.id));
    for (const set of [this.#unwritten, this.#failed])
      for (const one of set) if (gone.has(one.id)) set.delete(one);
    this.#base = base;
    for (const [key, value] of Object.entries(meta)) this.#meta.set(key, value);
    this.#refused = [...this.#refused, ...refused];
    this.#pending = [...this.#pending.filter((one) => !gone.has(one.id)), ...copies];
    if (rows.length || done.length || refused.length || copies.length) this.#tell();
  }

  /**
   * A routine that was changed elsewhere first stays as it is there, and ours becomes a copy.
   * @param {Operation} operation
   */
  #copyOf(operation) {
    if (operation.kind !== "routine" || operation.verb !== "put") return [];
    /** @type {any} */
    const mine = { ...this.documents.routines.get(operation.target), ...operation.fields };
    const { id: _id, rev: _rev, ...fields } = mine;
    fields.name = `${mine.name.slice(0, COPIED_NAME_MAX)} (2)`;
    fields.exercises = mine.exercises.map((/** @type {RoutineExercise} */ one) => ({
      ...one,
      id: newId(),
      sets: one.sets.map((set) => ({ ...set, id: newId() })),
    }));
    const { seq: _, ...copy } = {
      ...operation,
      id: newId(),
      target: newId(),
      stamp: this.#clock.next(),
      base_rev: null,
      fields,
    };
    return [copy];
  }

  /** @param {string} userId */
  async #meet(userId) {
    this.#userId = userId;
    await this.#openLocal();
  }

  /** What a page that is going away can still send by itself. */
  lastWords() {
    return this.#pending.filter((one) => !this.#aside.has(one.id));
  }
}

/**
 * The documents of each store of the device.
 * @param {Documents} documents
 * @returns {Record<string, Map<string, any>>}
 */
const mapsOf = ({ workouts, routines, exercises, bests }) => ({
  workouts,
  routines,
  exercises,
  bests,
});

/**
 * @param {Operation} operation
 * @param {{ code?: string | null, reason?: string | null }} answer
 */
function refusal({ seq: _, ...operation }, { code, reason }) {
  return { ...operation, code, reason, refused_at: new Date().toISOString() };
}
