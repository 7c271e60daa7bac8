/** When the outbox is sent, and what is made of the answer. Success of a request is the only sign of being online. */

const ADDRESS = "/api/v1/sync";
const OPERATIONS_MAX = 100;
const BYTES_MAX = 60 * 1024;
const TIMEOUT_MS = 8_000;
const SOON_MS = 150;
const EVERY_MS = 30_000;
const RETRY_MAX_MS = 120_000;
const SPARE_MS = 10_000;

const jittered = (ms) => ms * (0.75 + Math.random() / 2);

/** As many of the oldest as fit one request; at least one. */
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

function post(body, options) {
  return fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    ...options,
  });
}

export class SyncLoop {
  #store;
  #timer = null;
  #failures = 0;
  #triedAt = 0;
  #running = null;
  #again = false;

  constructor(store) {
    this.#store = store;
  }

  start() {
    const now = () => this.now();
    addEventListener("online", now);
    addEventListener("pageshow", (event) => event.persisted && this.now());
    addEventListener("pagehide", () => this.#lastWords());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    this.now();
  }

  /** Soon, so that what is committed together is sent together; a server that just failed is spared. */
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
    return jittered(Math.min(EVERY_MS * 2 ** Math.max(0, this.#failures - 1), RETRY_MAX_MS));
  }

  #after(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (document.visibilityState === "visible" ? this.now() : this.#after(EVERY_MS)), ms);
  }

  /** Two tabs take turns. Without locks they may both send, and the server knows the second time for one. */
  async #locked() {
    try {
      if (navigator.locks) await navigator.locks.request(this.#store.lockName, () => this.#drain());
      else await this.#drain();
    } catch (error) {
      console.info("LiftLog could not sync:", error);
      this.#failed("offline");
    }
  }

  async #drain() {
    let count = OPERATIONS_MAX;
    for (;;) {
      const batch = cut(await this.#store.nextBatch(count), count);
      if (batch.length) this.#store.setStatus("sending");
      const answer = await this.#ask(batch);
      if (answer === null) return;
      if (answer.refused) {
        count = await this.#narrow(batch, answer.refused);
        if (!count) return;
        continue;
      }
      count = OPERATIONS_MAX;
      await this.#store.settle(batch, answer);
      this.#failures = 0;
      const left = await this.#store.nextBatch(1);
      if (!answer.more && !left.length) break;
      // An answer that settles nothing would be asked for without end.
      if (!answer.more && batch.length && !answer.acks.length) return this.#failed("offline");
    }
    this.#store.setStatus("idle");
  }

  /** An answer, what was refused as a whole, or null when nothing can be done now. */
  async #ask(batch) {
    const aborting = new AbortController();
    const timeout = setTimeout(() => aborting.abort(), TIMEOUT_MS);
    try {
      const response = await post(this.#store.request(batch), { signal: aborting.signal });
      if (response.ok) return await response.json();
      const problem = await response.json().catch(() => ({}));
      return this.#refusal(response.status, problem);
    } catch {
      return this.#failed("offline");
    } finally {
      clearTimeout(timeout);
    }
  }

  #refusal(status, problem) {
    if (status === 401) return this.#failed("signed_out");
    if (status === 409 && problem.code === "other_account") return this.#failed("other_account");
    if ([400, 413, 422].includes(status)) return { refused: problem };
    return this.#failed("offline");
  }

  /** Of a batch that was refused as a whole, find the one that is to blame, so that it stops no other. */
  async #narrow(batch, problem) {
    if (batch.length > 1) return Math.ceil(batch.length / 2);
    // When nothing at all is taken, the one that was sent alone is not to blame.
    const empty = batch.length ? await this.#ask([]) : { refused: problem };
    if (empty === null) return 0;
    if (empty.refused) return this.#failed("offline") ?? 0;
    await this.#store.settle([], empty);
    await this.#store.refuse(batch[0], problem);
    return OPERATIONS_MAX;
  }

  #failed(status) {
    this.#failures += 1;
    this.#store.setStatus(status);
    return null;
  }

  /** The page goes: what waits is sent once more without waiting for the answer; it stays in the outbox. */
  #lastWords() {
    const batch = cut(this.#store.lastWords());
    if (batch.length) post(this.#store.request(batch), { keepalive: true }).catch(() => {});
  }
}
