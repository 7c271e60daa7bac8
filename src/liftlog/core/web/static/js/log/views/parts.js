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
 * What has not reached the server yet, or what stands in its way; leads to the list of it.
 * @param {Pick<Snapshot, "pending" | "refused" | "status" | "storage" | "unwritten">} given
 */
export function sentChip({ pending, refused, status, storage, unwritten }) {
  const [tone, words] =
    storage === "none"
      ? ["red", t("keepsNothing")]
      : refused.length
        ? ["red", t("refusedCount", { n: refused.length })]
        : status === "signed_out"
          ? ["red", t("signedOutCount", { n: pending })]
          : status === "full"
            ? ["red", t("deviceFull", { n: pending })]
            : status === "other_account"
              ? ["red", t("otherAccount")]
              : pending
                ? ["", t(status === "offline" ? "offlineCount" : "unsentCount", { n: pending })]
                : status === "offline"
                  ? ["", t("offline")]
                  : ["green", t("allSent")];
  return html`<a class="chip sent ${tone}" ?data-kept=${!unwritten} href="#unsent">${words}</a>`;
}

export const back = (words = t("back")) =>
  html`<a class="back" href="#">${icon("left", "s")}${words}</a>`;
