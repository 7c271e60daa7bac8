// @ts-check
/**
 * Reads a chart out, point by point: arrow keys, Home and End, or a finger. Points are what has a
 * <title> of its own in a chart; their words appear below it.
 */

const SVG = "http://www.w3.org/2000/svg";
const POINTS = "circle:has(title), rect:has(title)";

/** @param {any} point */
function middle(point) {
  /** @param {string} name */
  const at = (name) => point[name].baseVal.value;
  return point.localName === "circle" ? at("cx") : at("x") + at("width") / 2;
}

/** @param {SVGSVGElement} chart */
function crosshair(chart) {
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "chart-cross");
  line.setAttribute("y1", "0");
  line.setAttribute("y2", String(chart.viewBox.baseVal.height));
  return chart.appendChild(line);
}

/**
 * @param {SVGSVGElement} chart
 * @param {HTMLElement} readout
 */
function readable(chart, readout) {
  const points = [...chart.querySelectorAll(POINTS)].sort((a, b) => middle(a) - middle(b));
  if (!points.length) return;
  let current = points.length;
  /** @type {SVGElement | undefined} */
  let line;

  /** @param {any} wanted */
  function show(wanted) {
    current = Math.max(0, Math.min(points.length - 1, wanted));
    line ??= crosshair(chart);
    line.setAttribute("x1", middle(points[current]));
    line.setAttribute("x2", middle(points[current]));
    readout.textContent = points[current].querySelector("title")?.textContent ?? null;
    readout.classList.remove("soft");
  }

  /** @param {PointerEvent} event */
  function pointed(event) {
    const box = chart.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * chart.viewBox.baseVal.width;
    const away = points.map((point) => Math.abs(middle(point) - x));
    show(away.indexOf(Math.min(...away)));
  }

  /** @type {Record<string, () => number>} */
  const keys = {
    ArrowRight: () => current + 1,
    ArrowLeft: () => current - 1,
    Home: () => 0,
    End: () => points.length - 1,
  };
  chart.tabIndex = 0;
  chart.addEventListener("pointermove", pointed);
  chart.addEventListener("pointerdown", pointed);
  chart.addEventListener("keydown", (event) => {
    if (!keys[event.key]) return;
    event.preventDefault();
    show(keys[event.key]());
  });
}

for (const readout of /** @type {NodeListOf<HTMLElement>} */ (
  document.querySelectorAll("[data-readout]")
)) {
  /** @type {NodeListOf<SVGSVGElement> | undefined} */
  const charts = readout.closest("figure")?.querySelectorAll("svg.chart");
  for (const chart of charts ?? []) readable(chart, readout);
  readout.textContent = readout.dataset.readout ?? null;
  readout.ariaLive = "polite";
}
