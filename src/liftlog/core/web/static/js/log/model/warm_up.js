// @ts-check
/**
 * A ramp to the working weight: the bar, then 40, 60, 80 and 90 %, fewer reps as it gets heavier.
 */

const STEPS = [
  [0, 10],
  [0.4, 5],
  [0.6, 3],
  [0.8, 2],
  [0.9, 1],
];

/**
 * @param {number} weight of the first working set
 * @param {number} bar 0 when there is none: then the ramp has no set with the bar alone
 * @param {number} step what weights are rounded down to
 * @returns {{weight: number, reps: number}[]} each heavier than the one before and lighter than the
 * working set
 */
export function ramp(weight, bar, step) {
  const found = [];
  for (const [share, reps] of STEPS) {
    if (share === 0 && !bar) continue;
    const raw =
      share === 0
        ? bar
        : Math.max(bar, Math.round(Math.floor((weight * share) / step) * step * 100) / 100);
    const heaviest = found.at(-1)?.weight ?? 0;
    if (raw > heaviest && raw < weight * 0.95) found.push({ weight: raw, reps });
  }
  return found;
}
