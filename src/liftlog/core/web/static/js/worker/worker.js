// @ts-check
/**
 * Served as /sw.js, with a line before it: const VERSION, BUILD, SHELL, OFFLINE, FILES. /log comes
 * from the device first; other pages from the network, or as the last copy when it is away. Nothing
 * of /api/ is ever kept, and no page but those of whoever was seen last.
 */

const KEPT = `shell-${VERSION}`;
const PAGES = "pages";
const PAGES_MAX = 40;
const PATIENCE_MS = 3_000;
const OWNER = "LiftLog-User";
const COPIED = "LiftLog-Copied";
// What shows secrets or is about who signs in.
const NEVER = /^\/(login|logout|register|settings|account|apidocs|api|demo)(\/|$)/;

addEventListener("install", (event) => event.waitUntil(keepShell()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("message", (event) => {
  // Only a page says when: a workout may be running.
  if (event.data === "take over") skipWaiting();
  if (event.data === "claim") event.waitUntil(clients.claim());
});

async function keepShell() {
  const kept = await caches.open(KEPT);
  // The shell is nobody's: without a cookie the server can't put a name into it.
  /** @param {string} address */
  const fetched = (address) => new Request(address, { credentials: "omit", cache: "no-cache" });
  await kept.addAll([fetched(SHELL), fetched(OFFLINE), ...FILES]);
}

async function tidy() {
  for (const name of await caches.keys())
    if (name !== KEPT && name !== PAGES) await caches.delete(name);
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method !== "GET") {
    if (address.pathname === "/logout") event.respondWith(signOut(request));
    return;
  }
  if (address.pathname.startsWith("/s/")) event.respondWith(file(request, address));
  else if (request.mode !== "navigate") return;
  else if (address.pathname === "/log") event.respondWith(shell(request));
  else if (!NEVER.test(address.pathname)) event.respondWith(page(event));
});

/**
 * Whoever could not sign out still needs the copies.
 * @param {Request} request
 */
async function signOut(request) {
  const answer = await fetch(request);
  await caches.delete(PAGES);
  return answer;
}

/** @param {Request} request */
async function shell(request) {
  return (await (await caches.open(KEPT)).match(SHELL)) ?? fetch(request);
}

/**
 * @param {Request} request
 * @param {URL} address
 */
async function file(request, address) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request);
  if (found) return found;
  try {
    return await fetch(request);
  } catch (error) {
    // A page that was kept before an update asks for files of its own build: today's will do.
    const name = address.pathname.split("/").slice(3).join("/");
    const current = await kept.match(`/s/${BUILD}/${name}`);
    if (current) return current;
    throw error;
  }
}

/** @param {FetchEvent} event */
async function page(event) {
  const network = fromNetwork(event.request);
  event.waitUntil(network.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const first = await Promise.race([network.catch(() => undefined), late]);
  return first ?? (await copy(event.request)) ?? network.catch(nothing);
}

/** @param {Request} request */
async function fromNetwork(request) {
  const answer = await fetch(request);
  await keepPage(request, answer);
  return answer;
}

/**
 * @param {Request} request
 * @param {Response} answer
 */
async function keepPage(request, answer) {
  const owner = answer.headers.get(OWNER);
  if (!owner || !answer.ok || answer.redirected) return;
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  const body = await answer.clone().text();
  // What was said once, with its button to undo, is not said again by a copy.
  if (body.includes('class="toast"')) return;
  /** @type {Record<string, string>} */
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    [OWNER]: owner,
    [COPIED]: new Date().toISOString(),
  };
  for (const name of ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"])
    headers[name] = answer.headers.get(name) ?? "";
  let pages = await caches.open(PAGES);
  const [any] = await pages.keys();
  if (any && (await pages.match(any))?.headers.get(OWNER) !== owner) {
    await caches.delete(PAGES);
    pages = await caches.open(PAGES);
  }
  await pages.delete(request.url);
  await pages.put(request.url, new Response(body, { headers }));
  const kept = await pages.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - PAGES_MAX))) await pages.delete(old);
}

/**
 * The last copy says in its first tag when it was made, so that the page can say so.
 * @param {Request} request
 */
async function copy(request) {
  const found = await (await caches.open(PAGES)).match(request.url, { ignoreVary: true });
  if (!found) return undefined;
  const body = (await found.text()).replace(
    "<html ",
    `<html data-copied="${found.headers.get(COPIED)}" `,
  );
  return new Response(body, { headers: found.headers });
}

async function nothing() {
  return (await (await caches.open(KEPT)).match(OFFLINE)) ?? Response.error();
}
