// @ts-check
/**
 * What tells operations apart (ids) and puts them in order (stamps).
 * @param {Uint8Array} bytes
 */

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
