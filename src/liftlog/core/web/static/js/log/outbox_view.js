/** What has not been sent, and what the server refused: nothing of it goes without being seen. */

import { html, render } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { saveAs } from "./saving.js";

/** Words come with the page: a <template data-words="outbox" data-title="…">. */
function wordsOf(name) {
  return document.querySelector(`[data-words="${name}"]`)?.dataset ?? {};
}

function named(store, operation) {
  const { fields } = operation;
  const exercise = store.snapshot.exercises.get(fields.exercise_id)?.name;
  const amount = fields.weight === undefined || fields.weight === null ? "" : `${fields.weight} ${fields.weight_unit ?? ""}`.trim();
  const done = [amount, fields.reps === undefined || fields.reps === null ? "" : `× ${fields.reps}`].filter(Boolean).join(" ");
  return [exercise ?? fields.name ?? fields.title, done].filter(Boolean).join(": ");
}

function line(store, words, operation) {
  const kind = words[`kind${operation.kind[0].toUpperCase()}${operation.kind.slice(1)}`] ?? operation.kind;
  return html`<span class="grow lines">
    ${kind}${operation.verb === "delete" ? html` (${words.deleted})` : ""}${named(store, operation) ? html` · ${named(store, operation)}` : ""}
    <span class="soft">${operation.reason ?? (store.isAside(operation.id) ? words.aside : "")}</span>
  </span>`;
}

function refusedList(store, words, refused) {
  return html`<section class="card flush" aria-labelledby="refused-title">
    <div class="card-head"><h2 id="refused-title">${words.refused}</h2><span class="soft">${refused.length}</span></div>
    <p class="soft">${words.refusedNote}</p>
    <ul class="list" data-list="refused">
      ${repeat(refused, (one) => one.id, (one) => html`<li>
        ${line(store, words, one)}
        ${one.fields?.workout_id ? html`<a class="button plain" href="/workouts/${one.fields.workout_id}">${words.look}</a>` : ""}
        <button class="button plain" type="button" @click=${() => store.discardRefused(one.id)}>${words.discard}</button>
      </li>`)}
    </ul>
    <p><button class="button" type="button" data-do="export-refused" @click=${() => saveAs(store.exportRefused(), "liftlog-refused.json")}>${words.export}</button></p>
  </section>`;
}

const NOTES = { signed_out: "signedOut", other_account: "otherAccount", full: "full" };

/** Only a page of its own can sign in; it leads back here. */
function signIn(words) {
  return html`<div class="notice warn"><p class="grow strong">${words.signInNote}</p><a class="button main" href="/login?next=/log">${words.signIn}</a></div>`;
}

function pendingList(store, words, pending) {
  return html`<section class="card flush" aria-labelledby="pending-title">
    <div class="card-head"><h2 id="pending-title">${words.pending}</h2><span class="soft">${pending.length}</span></div>
    <p class="soft">${words[NOTES[store.snapshot.status] ?? "pendingNote"]}</p>
    <ul class="list" data-list="pending">
      ${repeat(pending, (one) => one.id, (one) => html`<li>${line(store, words, one)}</li>`)}
    </ul>
    <p class="buttons">
      <button class="button" type="button" data-do="send" @click=${() => store.sync()}>${words.send}</button>
      <button class="button" type="button" data-do="export-pending" @click=${() => saveAs(store.exportPending(), "liftlog-unsent.json")}>${words.export}</button>
    </p>
  </section>`;
}

/** A lit-html template of the whole, to be put into a page of the logging screen. */
export function outboxView(store) {
  const words = wordsOf("outbox");
  const pending = store.pendingOperations();
  const { refused } = store.snapshot;
  return html`<div class="stack">
    ${store.snapshot.status === "signed_out" ? signIn(words) : ""}
    ${refused.length ? refusedList(store, words, refused) : ""}
    ${pending.length ? pendingList(store, words, pending) : ""}
    ${refused.length || pending.length ? "" : html`<p class="card">${words.nothing}</p>`}
  </div>`;
}

/** Keep it shown in `root`; returns a function that ends this. */
export function showOutbox(store, root) {
  const draw = () => render(outboxView(store), root);
  draw();
  return store.subscribe(draw);
}
