// @ts-check
/**
 * The page that words come from: import it before what reads them.
 * @type {Record<string, string>}
 */
export const words = {};

Object.assign(globalThis, {
  document: {
    documentElement: { lang: "en" },
    querySelector: () => ({ dataset: words }),
  },
});
