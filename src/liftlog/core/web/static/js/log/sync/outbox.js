// @ts-check
/**
 * Operations on their way: what tells them apart (ids) and puts them in order (stamps), when they
 * are sent, and what is made of the answer. Success of a request is the only sign of being online.
 */

const ADDRESS = "/api/v1/sync";
const OPERATIONS_MAX = 100;
const BYTES_MAX = 60 * 1024;
const TIMEOUT_MS = 8_000;
/** For a device that gets everything, and for a single operation that was late before. */
const PATIENT_TIMEOUT_MS = 30_000;
const SMALLER_MS = 2_000;
/** So often in a row the server may fail before one operation is looked for that makes it fail. */
const BROKEN_MAX = 3;
const SOON_MS = 150;
const EVERY_MS = 30_000;
const RETRY_MAX_MS = 120_000;
const SPARE_MS = 10_000;

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
/** @param {number} count */
const random = (count) => crypto.getRandomValues(new Uint8Array(count));

let lastId = 0;
let idCount = 0;

/**
 * UUIDv7 (RFC 9562, 6.2 method 1). Ids of one tab sort as they were made; still, order is kept in
 * `position`.
 */
export function newId() {
  const now = Date.now();
  if (now > lastId) {
    lastId = now;
    idCount = 0;
  } else if (++idCount > 0xfff) {
    lastId += 1;
    idCount = 0;
  }
  const tail = random(8);
  tail[0] = (tail[0] & 0x3f) | 0x80;
  const [ms, count] = [lastId.toString(16).padStart(12, "0"), idCount.toString(16)];
  const text = `${ms}7${count.padStart(3, "0")}${hex(tail)}`;
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** `crypto.randomUUID` exists only where the connection is secure. */
export function newDevice() {
  const bytes = random(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * A hybrid logical clock: never behind what it has seen, so that a later edit is later by its stamp
 * too.
 */
export class StampClock {
  #ms = 0;
  #count = 0;
  #node;

  /**
   * Two tabs of one device must not make the same stamp: the last two digits are the tab's own.
   * @param {string} device
   */
  constructor(device) {
    this.#node = device.replaceAll("-", "").slice(0, 6) + hex(random(1));
  }

  next() {
    const now = Date.now();
    if (now > this.#ms) {
      this.#ms = now;
      this.#count = 0;
    } else if (++this.#count > 0xffff) {
      this.#ms += 1;
      this.#count = 0;
    }
    const [ms, count] = [String(this.#ms), this.#count.toString(16)];
    return `${ms.padStart(15, "0")}-${count.padStart(4, "0")}-${this.#node}`;
  }

  /**
   * Take note of a stamp that somebody else made, or of the server's time.
   * @param {number} ms
   */
  seen(ms, count = 0) {
    if (ms > this.#ms || (ms === this.#ms && count > this.#count)) {
      this.#ms = ms;
      this.#count = count;
    }
  }

  /** @param {string} stamp */
  seenStamp(stamp) {
    const [ms, count] = stamp.split("-");
    this.seen(Number(ms), Number.parseInt(count, 16));
  }
}

/** @param {number} ms */
const jittered = (ms) => ms * (0.75 + Math.random() / 2);

/**
 * As many of the oldest as fit one request; at least one.
 * @param {Operation[]} operations
 */
export function cut(operations, count = OPERATIONS_MAX) {
  const batch = [];
  let bytes = 0;
  for (const one of operations.slice(0, count)) {
    bytes += new TextEncoder().encode(JSON.stringify(one)).length + 1;
    if (batch.length && bytes > BYTES_MAX) break;
    batch.push(one);
  }
  return batch;
}

/**
 * @param {any} body
 * @param {RequestInit} options
 */
function post(body, options) {
  return fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // A proxy that wants to be signed in to sends to its own page.
    redirect: "manual",
    ...options,
  });
}

/** @param {Response} response */
const isOurs = ({ headers }) => /[/+]json/.test(headers.get("Content-Type") ?? "");

export class SyncLoop {
  #store;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #failures = 0;
  #triedAt = 0;
  /** @type {Promise<void> | null} */
  #running = null;
  #again = false;
  /** How many operations a slow uplink carries in time. */
  #most = OPERATIONS_MAX;
  #smaller = false;
  #broken = 0;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  start() {
    const now = () => this.now();
    addEventListener("online", now);
    addEventListener("pageshow", (event) => event.persisted && this.now());
    addEventListener("pagehide", () => this.#lastWords());
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && this.now(),
    );
    this.now();
  }

  /**
   * Soon, so that what is committed together is sent together; a server that just failed is spared.
   */
  soon() {
    if (this.#failures && Date.now() - this.#triedAt < SPARE_MS) return;
    this.#after(SOON_MS);
  }

  now() {
    clearTimeout(this.#timer);
    this.#triedAt = Date.now();
    this.#again = this.#running !== null;
    this.#running ??= this.#locked().finally(() => {
      this.#running = null;
      this.#after(this.#pause());
      if (this.#again) this.soon();
      this.#again = false;
    });
    return this.#running;
  }

  #pause() {
    if (this.#smaller) return jittered(SMALLER_MS);
    return jittered(Math.min(EVERY_MS * 2 ** Math.max(0, this.#failures - 1), RETRY_MAX_MS));
  }

  /** @param {number} ms */
  #after(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => (document.visibilityState === "visible" ? this.now() : this.#after(EVERY_MS)),
      ms,
    );
  }

  /**
   * Two tabs take turns. Without locks they may both send, and the server knows the second time for
   * one.
   */
  async #locked() {
    try {
      if (navigator.locks) await navigator.locks.request(this.#store.lockName, () => this.#drain());
      else await this.#drain();
    } catch (/** @type {any} */ error) {
      console.info("LiftLog could not sync:", error);
      this.#failed(error?.name === "QuotaExceededError" ? "full" : "offline");
    }
  }

  async #drain() {
    let count = OPERATIONS_MAX;
    this.#smaller = false;
    for (;;) {
      const most = Math.min(count, this.#most);
      const batch = cut(await this.#store.nextBatch(most), most);
      if (batch.length) this.#store.setStatus("sending");
      if (this.#store.request([]).cursor === null) this.#store.setStatus("loading");
      const answer = await this.#ask(batch);
      if (answer === null) return;
      if (answer.late) return this.#late(batch);
      if (answer.refused) {
        count = await this.#narrow(batch, answer);
        if (!count) return;
        continue;
      }
      count = OPERATIONS_MAX;
      this.#most = Math.min(this.#most * 2, OPERATIONS_MAX);
      await this.#store.settle(batch, answer);
      this.#failures = 0;
      const left = await this.#store.nextBatch(1);
      if (!answer.more && !left.length) break;
      // An answer that settles nothing would be asked for without end.
      if (!answer.more && batch.length && !answer.acks.length) return this.#failed("server_error");
    }
    this.#broken = 0;
    this.#store.setStatus("idle");
  }

  /**
   * An answer, what was refused as a whole, or null when nothing can be done now.
   * @param {Operation[]} batch
   */
  async #ask(batch) {
    const aborting = new AbortController();
    const request = this.#store.request(batch);
    const patient = request.cursor === null || this.#most === 1;
    const timeout = setTimeout(() => aborting.abort(), patient ? PATIENT_TIMEOUT_MS : TIMEOUT_MS);
    try {
      const response = await post(request, { signal: aborting.signal });
      if (!isOurs(response)) return this.#failed(response.status < 500 ? "proxy" : "server_error");
      if (response.ok) return await response.json();
      const problem = await response.json().catch(() => ({}));
      return this.#refusal(response.status, problem);
    } catch {
      return aborting.signal.aborted ? { late: true } : this.#failed("offline");
    } finally {
      clearTimeout(timeout);
    }
  }

  /**
   * @param {number} status
   * @param {any} problem
   */
  #refusal(status, problem) {
    if (status === 401) return this.#failed("signed_out");
    if (status === 409 && problem.code === "other_account") return this.#failed("other_account");
    if ([400, 413, 422].includes(status)) return { refused: problem };
    // A fault of its own, not a server that is away.
    if (status === 500 && ++this.#broken >= BROKEN_MAX) return { refused: problem, faulty: true };
    return this.#failed("server_error");
  }

  /**
   * Of a batch that was refused as a whole, find the one that is to blame, so that it stops no
   * other.
   * @param {Operation[]} batch
   * @param {{ refused: any, faulty?: boolean }} given
   */
  async #narrow(batch, { refused: problem, faulty }) {
    if (batch.length > 1) return Math.ceil(batch.length / 2);
    // When nothing at all is taken, the one that was sent alone is not to blame.
    const empty = batch.length ? await this.#ask([]) : { refused: problem };
    if (empty === null) return 0;
    if (empty.refused || empty.late) return this.#failed("server_error") ?? 0;
    await this.#store.settle([], empty);
    // The server's own fault says nothing of the operation: it waits, and is never given up.
    if (faulty) this.#store.setAside(batch[0]);
    else await this.#store.refuse(batch[0], problem);
    return OPERATIONS_MAX;
  }

  /**
   * No answer in time: with less to carry, and soon, the next one may arrive.
   * @param {Operation[]} batch
   */
  #late(batch) {
    this.#failed("offline");
    if (batch.length < 2) return;
    this.#most = Math.floor(batch.length / 2);
    this.#smaller = true;
    this.#failures = 0;
  }

  /** @param {Status} status */
  #failed(status) {
    this.#failures += 1;
    this.#store.setStatus(status);
    return null;
  }

  /**
   * The page goes: what waits is sent once more without waiting for the answer; it stays in the
   * outbox.
   */
  #lastWords() {
    const batch = cut(this.#store.lastWords());
    if (batch.length) post(this.#store.request(batch), { keepalive: true }).catch(() => {});
  }
}
