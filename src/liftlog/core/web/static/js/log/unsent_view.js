/** What is not sent and what was refused. */

import { html } from "../../vendor/lit-html/lit-html.js";
import { outboxView } from "./outbox_view.js";
import { back } from "./parts.js";
import { t } from "./text.js";

export const view = (screen) => html`
  <header class="head"><div class="head-words">${back()}<h1>${t("unsentTitle")}</h1></div></header>
  <div class="content">${outboxView(screen.store)}</div>`;
