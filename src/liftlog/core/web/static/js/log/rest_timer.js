// @ts-check
/**
 * Rest between sets, kept as the moment it ends: a sleeping phone, a reload or another tab change
 * nothing.
 */

import { clock, t } from "./text.js";

const KEY = "rest";
const LOOK_MS = 250;

export class RestTimer {
  #store;
  #onTick;
  /** @type {AudioContext | null} */
  #audio = null;
  /** @type {Promise<WakeLockSentinel> | null} */
  #lock = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #told = 0;

  /**
   * @param {Store} store
   * @param {(left: number | null, rest: Rest | null, ends: boolean) => void} onTick
   */
  constructor(store, onTick) {
    this.#store = store;
    this.#onTick = onTick;
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && this.look(),
    );
  }

  /**
   * In milliseconds since 1970, and seconds.
   * @returns {Rest | null}
   */
  get rest() {
    return this.#store.meta(KEY) ?? null;
  }

  left() {
    return this.rest
      ? Math.min(Math.ceil((this.rest.ends_at - Date.now()) / 1000), this.rest.total_s)
      : null;
  }

  /**
   * Called in the tap that logs a set: only a tap may open the sound.
   * @param {number} seconds
   */
  start(seconds) {
    this.#unlock();
    this.#keep(seconds > 0 ? { ends_at: Date.now() + seconds * 1000, total_s: seconds } : null);
  }

  /** @param {number} seconds */
  add(seconds) {
    if (!this.rest) return;
    const ends_at = Math.max(Date.now(), Math.max(this.rest.ends_at, Date.now()) + seconds * 1000);
    this.#keep({ ends_at, total_s: Math.max(this.rest.total_s + seconds, 1) });
  }

  skip() {
    this.#keep(null);
  }

  /**
   * As it was before: {ends_at, total_s} or null.
   * @param {Rest | null} rest
   */
  restore(rest) {
    this.#keep(rest);
  }

  /** @param {Rest | null} rest */
  #keep(rest) {
    this.#store.setMeta(KEY, rest).catch(() => {});
    this.look();
  }

  look() {
    clearTimeout(this.#timer);
    this.#putRight();
    const left = this.left();
    this.#awake(left !== null && left > 0);
    const ends = left !== null && left <= 0 && this.#over();
    if (left !== null && left > 0) this.#timer = setTimeout(() => this.look(), LOOK_MS);
    this.#onTick(left, this.rest, ends);
  }

  /** A clock that was put back would make a rest of hours. */
  #putRight() {
    const { rest } = this;
    const latest = Date.now() + (rest?.total_s ?? 0) * 1000;
    if (rest && rest.ends_at > latest)
      this.#store.setMeta(KEY, { ...rest, ends_at: latest }).catch(() => {});
  }

  /** True once for each rest; one that ended while nobody looked is shown, not sounded. */
  #over() {
    const ends_at = this.rest?.ends_at ?? 0;
    if (this.#told === ends_at) return false;
    this.#told = ends_at;
    if (Date.now() - ends_at > 5_000) return false;
    const { rest_sound = true, rest_vibration = true } = this.#store.snapshot.preferences;
    if (rest_sound) this.#beep();
    if (rest_vibration) navigator.vibrate?.([200, 100, 200]);
    return true;
  }

  #unlock() {
    if (this.#store.snapshot.preferences.rest_sound === false) return;
    try {
      this.#audio ??= new AudioContext();
      // An iPhone calls it interrupted after a call or another app's sound.
      if (["suspended", "interrupted"].includes(this.#audio.state))
        this.#audio.resume().catch(() => {});
    } catch {
      // A device without sound rests all the same.
    }
  }

  #beep() {
    if (this.#audio?.state !== "running") return;
    for (const [at, pitch] of [
      [0, 660],
      [0.18, 880],
    ]) {
      const [tone, loudness] = [this.#audio.createOscillator(), this.#audio.createGain()];
      const begin = this.#audio.currentTime + at;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.2, begin);
      loudness.gain.exponentialRampToValueAtTime(0.001, begin + 0.15);
      tone.connect(loudness).connect(this.#audio.destination);
      tone.start(begin);
      tone.stop(begin + 0.16);
    }
  }

  /**
   * The screen stays on while resting, where the browser can.
   * @param {boolean} wanted
   */
  async #awake(wanted) {
    try {
      if (wanted && !this.#lock && document.visibilityState === "visible" && navigator.wakeLock) {
        this.#lock = navigator.wakeLock.request("screen");
        const held = await this.#lock;
        held.addEventListener("release", () => {
          this.#lock = null;
        });
      } else if (!wanted && this.#lock) {
        const held = await this.#lock;
        this.#lock = null;
        await held.release();
      }
    } catch {
      this.#lock = null;
    }
  }
}

/**
 * Shows a rest. Only the digits change with the clock; nothing is drawn anew for them.
 * @param {Pick<LogScreen, "root" | "say" | "soon">} screen
 */
export function restLine({ root, say, soon }) {
  const { title } = document;
  /**
   * @param {number | null} left
   * @param {Rest | null} rest
   * @param {boolean} ends
   */
  return (left, rest, ends) => {
    if (ends) say(t("saidRestOver"));
    const line = root.querySelector("[data-rest]");
    if ((left === null) !== !line) soon();
    document.title = left !== null && left > 0 ? `${clock(left)} · ${title}` : title;
    if (!line || left === null || !rest) return;
    const digits = line.querySelector("[data-rest-left]");
    if (digits) digits.textContent = left > 0 ? clock(left) : t("restOver");
    line.toggleAttribute("data-over", left <= 0);
    const bar = /** @type {HTMLProgressElement} */ (line.querySelector("progress"));
    bar.max = rest.total_s;
    bar.value = Math.max(0, left);
  };
}
