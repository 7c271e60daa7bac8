// @ts-check
/** Small pieces that several views show. */

import { html, svg } from "../../../vendor/lit-html/lit-html.js";
import { t } from "../text.js";

const sprite = document.querySelector('[data-words="log"]')?.dataset.sprite ?? "";

/** @param {string} name */
export const icon = (name, size = "") =>
  html`<svg class="icon ${size}" aria-hidden="true">
    ${svg`<use href="${sprite}#${name}"></use>`}
  </svg>`;

/**
 * What keeps all from being sent, and whether somebody has to do something.
 * @type {Partial<Record<Status, [string, string]>>}
 */
const STOPPED = {
  signed_out: ["red", "signedOutCount"],
  full: ["red", "deviceFull"],
  other_account: ["red", "otherAccount"],
  proxy: ["red", "proxyCount"],
  server_error: ["", "serverErrorCount"],
};

/**
 * What has not reached the server yet, or what stands in its way; leads to the list of it.
 * @param {Pick<Snapshot, "pending" | "refused" | "status" | "storage" | "unwritten">} given
 */
export function sentChip({ pending, refused, status, storage, unwritten }) {
  const stopped = STOPPED[status];
  const [tone, words] =
    storage === "none"
      ? ["red", t("keepsNothing")]
      : refused.length
        ? ["red", t("refusedCount", { n: refused.length })]
        : stopped
          ? [stopped[0], t(stopped[1], { n: pending })]
          : pending
            ? ["", t(status === "offline" ? "offlineCount" : "unsentCount", { n: pending })]
            : status === "offline" || status === "loading"
              ? ["", t(status)]
              : ["green", t("allSent")];
  return html`<a class="chip sent ${tone}" ?data-kept=${!unwritten} href="#unsent">${words}</a>`;
}

export const back = (words = t("back")) =>
  html`<a class="back" href="#">${icon("left", "s")}${words}</a>`;
