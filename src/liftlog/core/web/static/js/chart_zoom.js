// @ts-check
/**
 * The chart to zoom into, where it was asked for. Points come from the API; uPlot is loaded by the
 * page. Mouse, finger and keyboard: dragging zooms, and so do the buttons, which move by part of
 * what is seen.
 */

const DAY_S = 86400;
const LEAST_S = 14 * DAY_S;
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 2]];

/** @param {string} text */
const inDays = (text) => Date.parse(`${text}T00:00:00Z`) / 1000;

/**
 * One array of days for all lifts, and of each lift its values on them.
 * @param {any[]} lifts
 * @param {number} perKg
 */
function columns(lifts, perKg) {
  const days = [
    ...new Set(lifts.flatMap((lift) => lift.points.map((/** @type {any} */ point) => point.date))),
  ].sort();
  const place = new Map(days.map((day, at) => [day, at]));
  const told = lifts.length === 1 ? ["one_rep_max_kg", "low_kg", "high_kg"] : ["one_rep_max_kg"];
  const values = lifts.flatMap((lift) =>
    told.map((name) => {
      const column = new Array(days.length).fill(null);
      for (const point of lift.points) column[place.get(point.date) ?? 0] = point[name] * perKg;
      return column;
    }),
  );
  return [days.map(inDays), ...values];
}

/**
 * What a class paints with, as the canvas understands it.
 * @param {HTMLElement} area
 * @param {string} name
 */
function colour(area, name) {
  const probe = area.appendChild(document.createElement("span"));
  probe.className = name;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/**
 * @param {any[]} lifts
 * @param {HTMLElement} area
 */
function seriesOf(lifts, area) {
  const lines = lifts.map((lift) => ({
    label: lift.exercise.name,
    stroke: colour(area, `s${lift.slot}`),
    dash: DASHES[lift.slot - 1],
    width: 2,
    spanGaps: true,
    points: { size: 6 },
  }));
  const edge = { stroke: "transparent", spanGaps: true, points: { show: false } };
  return [{}, ...lines, ...(lifts.length === 1 ? [edge, edge] : [])];
}

/** @param {string} rgb */
function faint(rgb) {
  return rgb.replace(/^rgb\((.*)\)$/, "rgba($1, 0.16)");
}

/**
 * @param {any[]} lifts
 * @param {HTMLElement} area
 * @param {(plot: any) => void} read
 * @returns {any}
 */
function options(lifts, area, read) {
  const axis = {
    stroke: colour(area, "soft"),
    grid: { stroke: colour(area, "chart-grid"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: area.clientWidth,
    height: Math.max(240, Math.round(area.clientWidth * 0.4)),
    /** @param {number} at */
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
    legend: { show: false },
    series: seriesOf(lifts, area),
    bands: lifts.length === 1 ? [{ series: [3, 2], fill: faint(colour(area, "s1")) }] : [],
    axes: [axis, { ...axis, size: 60 }],
    hooks: { setCursor: [read] },
  };
}

/**
 * @param {any[]} lifts
 * @param {HTMLElement} area
 * @param {string} unit
 */
function reader(lifts, area, unit) {
  const out = /** @type {HTMLElement} */ (area.querySelector("[data-read]"));
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "medium",
    timeZone: "UTC",
  });
  return (/** @type {any} */ plot) => {
    const at = plot.cursor.idx;
    if (at === null || at === undefined) return;
    const said = lifts.map((lift, which) => [lift.exercise.name, plot.data[which + 1][at]]);
    const known = said.filter(([, value]) => value !== null && value !== undefined);
    const words = known.map(([name, value]) => `${name} ${number.format(value)} ${unit}`);
    out.textContent = `${day.format(plot.data[0][at] * 1000)}: ${words.join(", ")}`;
  };
}

/** @type {Record<string, (from: number, to: number) => number[]>} */
const MOVES = {
  /**
   * @param {number} from
   * @param {number} to
   */
  closer: (from, to) => [from + (to - from) / 4, to - (to - from) / 4],
  /**
   * @param {number} from
   * @param {number} to
   */
  wider: (from, to) => [from - (to - from) / 2, to + (to - from) / 2],
  /**
   * @param {number} from
   * @param {number} to
   */
  earlier: (from, to) => [from - (to - from) / 2, to - (to - from) / 2],
  /**
   * @param {number} from
   * @param {number} to
   */
  later: (from, to) => [from + (to - from) / 2, to + (to - from) / 2],
  all: () => [-Infinity, Infinity],
};

/**
 * @param {any} plot
 * @param {string} name
 */
function move(plot, name) {
  const days = plot.data[0];
  const [first, last] = [days[0], days[days.length - 1]];
  let [min, max] = MOVES[name](plot.scales.x.min, plot.scales.x.max);
  if (max - min < LEAST_S) return;
  const width = Math.min(max - min, last - first);
  min = Math.min(Math.max(min, first), last - width);
  plot.setScale("x", { min, max: min + width });
}

/** @param {HTMLElement} area */
async function start(area) {
  area.hidden = false;
  try {
    const answer = await fetch(area.dataset.zoom ?? "", {
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(answer.statusText);
    /** @type {any[]} */
    const told = (await answer.json()).lifts.map(
      (/** @type {any} */ lift, /** @type {number} */ at) => ({ ...lift, slot: at + 1 }),
    );
    const lifts = told.filter((lift) => lift.points.length);
    const read = reader(lifts, area, area.dataset.unit ?? "");
    /** @type {any} */
    const data = columns(lifts, Number(area.dataset.perKg));
    const plot = new uPlot(
      options(lifts, area, read),
      data,
      /** @type {HTMLElement} */ (area.querySelector("[data-plot]")),
    );
    for (const button of area.querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => move(plot, button.dataset.move ?? ""));
    }
    addEventListener("resize", () =>
      plot.setSize({ width: area.clientWidth, height: plot.height }),
    );
  } catch {
    const failed = area.querySelector("[data-failed]");
    if (failed) failed.hidden = false;
  }
}

for (const area of document.querySelectorAll("[data-zoom]")) start(area);
