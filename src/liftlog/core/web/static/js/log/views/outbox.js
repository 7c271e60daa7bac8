// @ts-check
/** What has not been sent, and what the server refused: nothing of it goes without being seen. */

import { repeat } from "../../../vendor/lit-html/directives/repeat.js";
import { html } from "../../../vendor/lit-html/lit-html.js";
import { saveAs } from "../sync/saving.js";
import { isolated, t } from "../text.js";
import { back } from "./parts.js";

/**
 * Words come with the page: a <template data-words="outbox" data-title="…">.
 * @param {string} name
 * @returns {DOMStringMap}
 */
function wordsOf(name) {
  return document.querySelector(`[data-words="${name}"]`)?.dataset ?? {};
}

/**
 * @param {Store} store
 * @param {Operation} operation
 */
function named(store, operation) {
  const { fields } = operation;
  const exercise = store.snapshot.exercises.get(fields.exercise_id)?.name;
  const amount =
    fields.weight === undefined || fields.weight === null
      ? ""
      : `${fields.weight} ${fields.weight_unit ?? ""}`.trim();
  const reps = fields.reps === undefined || fields.reps === null ? "" : `× ${fields.reps}`;
  const done = [amount, reps].filter(Boolean).join(" ");
  return [exercise ?? fields.name ?? fields.title, done].filter(Boolean).join(": ");
}

/**
 * @param {Store} store
 * @param {DOMStringMap} words
 * @param {Refusal} operation
 */
function line(store, words, operation) {
  const kind =
    words[`kind${operation.kind[0].toUpperCase()}${operation.kind.slice(1)}`] ?? operation.kind;
  const name = named(store, operation);
  return html`<span class="grow lines">
    ${kind}${operation.verb === "delete" ? ` (${words.deleted})` : ""}
    ${name ? `· ${isolated(name)}` : ""}
    <span class="soft"
      >${operation.reason ?? (store.isAside(operation.id) ? words.aside : "")}</span
    >
  </span>`;
}

/**
 * @param {Store} store
 * @param {DOMStringMap} words
 * @param {Refusal[]} refused
 */
function refusedList(store, words, refused) {
  return html`<section class="card flush" aria-labelledby="refused-title">
    <div class="card-head">
      <h2 id="refused-title">${words.refused}</h2>
      <span class="soft">${refused.length}</span>
    </div>
    <p class="soft">${words.refusedNote}</p>
    <ul class="list" data-list="refused">
      ${repeat(
        refused,
        (/** @type {Refusal} */ one) => one.id,
        (/** @type {Refusal} */ one) =>
          html`<li>
            ${line(store, words, one)}
            ${
              one.fields?.workout_id
                ? html`<a class="button plain" href="/workouts/${one.fields.workout_id}"
                    >${words.look}</a
                  >`
                : ""
            }
            <button class="button plain" type="button" @click=${() => store.discardRefused(one.id)}>
              ${words.discard}
            </button>
          </li>`,
      )}
    </ul>
    <p>
      <button
        class="button"
        type="button"
        data-do="export-refused"
        @click=${() => saveAs(store.exportRefused(), "liftlog-refused.json")}
      >
        ${words.export}
      </button>
    </p>
  </section>`;
}

/** @type {Partial<Record<Status, string>>} */
const NOTES = {
  signed_out: "signedOut",
  other_account: "otherAccount",
  full: "full",
  proxy: "proxy",
  server_error: "serverError",
};

/**
 * Only a page of its own can sign in, here or at a proxy; it comes from the network and leads back.
 * @param {string | undefined} note
 * @param {string | undefined} button
 */
const signIn = (note, button) => html`<div class="notice warn">
  <p class="grow strong">${note}</p>
  <a class="button main" href="/login?next=/log">${button}</a>
</div>`;

/**
 * @param {Store} store
 * @param {DOMStringMap} words
 * @param {Operation[]} pending
 */
function pendingList(store, words, pending) {
  return html`<section class="card flush" aria-labelledby="pending-title">
    <div class="card-head">
      <h2 id="pending-title">${words.pending}</h2>
      <span class="soft">${pending.length}</span>
    </div>
    <p class="soft">${words[NOTES[store.snapshot.status] ?? "pendingNote"]}</p>
    <ul class="list" data-list="pending">
      ${repeat(
        pending,
        (/** @type {Operation} */ one) => one.id,
        (/** @type {Operation} */ one) => html`<li>${line(store, words, one)}</li>`,
      )}
    </ul>
    <p class="buttons">
      <button class="button" type="button" data-do="send" @click=${() => store.sync()}>
        ${words.send}
      </button>
      <button
        class="button"
        type="button"
        data-do="export-pending"
        @click=${() => saveAs(store.exportPending(), "liftlog-unsent.json")}
      >
        ${words.export}
      </button>
    </p>
  </section>`;
}

/** @param {Store} store */
function lists(store) {
  const words = wordsOf("outbox");
  const pending = store.pendingOperations();
  const { refused, status } = store.snapshot;
  const nothing = NOTES[status] ? words.nothingWaits : words.nothing;
  return html`<div class="stack">
    ${status === "signed_out" ? signIn(words.signInNote, words.signIn) : ""}
    ${status === "proxy" ? signIn(words.proxyNote, words.proxySignIn) : ""}
    ${refused.length ? refusedList(store, words, refused) : ""}
    ${pending.length ? pendingList(store, words, pending) : ""}
    ${refused.length || pending.length ? "" : html`<p class="card">${nothing}</p>`}
  </div>`;
}

/** @param {LogScreen} given */
export const view = ({ store }) =>
  html` <header class="head">
      <div class="head-words">
        ${back()}
        <h1>${t("unsentTitle")}</h1>
      </div>
    </header>
    <div class="content">${lists(store)}</div>`;
