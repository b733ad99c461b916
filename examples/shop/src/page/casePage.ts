import type { Agent, Case, Message } from "@heedkit/core";
import { deskName, type ShopDesk } from "../desk.ts";
import { customerFacts } from "./customerFacts.ts";
import { type Html, html } from "./html.ts";
import { layout, timeOf } from "./layout.ts";
import { promiseList } from "./promiseList.ts";

/** One case: its messages, its customer, and a reply form. */
export async function casePage(desk: ShopDesk, code: string): Promise<Html> {
  const found = await desk.cases.get({ caseId: code });
  const { rows } = await desk.cases.messages({ caseId: found.id, limit: 200 });
  const { rows: agents } = await desk.agents.list();
  return layout(
    found.code,
    html`<h1 dir="auto" lang="${found.language ?? ""}">${found.subject}</h1>
<p class="quiet">${found.code} · <span class="mark">${found.status}</span> · priority ${found.priority} · ${found.channelKind} · opened ${timeOf(found.openedAt)}</p>
<h2>Messages</h2>
${rows.map((message) => messageOf(found, message, agents))}
<h2>Answer</h2>
<form method="post" action="/cases/${found.code}/reply">
<textarea name="text" required aria-label="Answer" dir="auto"></textarea>
<button>Send</button>
</form>
<h2>Promises</h2>
${await promiseList(desk, found.id)}
<h2>Customer</h2>
${await customerFacts(desk, found.customerId)}`,
  );
}

function messageOf({ language }: Case, message: Message, agents: readonly Agent[]): Html {
  const { direction, at, automatic, deliveryState, deliveryDetail } = message;
  const author = authorOf(message, agents);
  const state =
    deliveryState === null ? null : html` · <span title="${deliveryDetail ?? ""}">${deliveryState}</span>`;
  const machine = automatic === null ? null : html` · <span class="mark">${automatic}</span>`;
  return html`<article class="message ${direction}">
<div class="quiet"><span dir="auto">${author}</span> · ${timeOf(at)}${state}${machine}</div>
<pre dir="auto" lang="${direction === "in" ? (language ?? "") : ""}">${message.newText.trim()}</pre>
${message.attachments.map(({ name, size, mediaType }, index) => attachment(message.id, index, { name, size, mediaType }))}
</article>`;
}

function authorOf({ direction, from, authorId }: Message, agents: readonly Agent[]): string {
  if (direction === "in") return from?.name ?? from?.value ?? "The customer";
  return agents.find(({ id }) => id === authorId)?.name ?? deskName;
}

function attachment(
  messageId: string,
  index: number,
  { name, size, mediaType }: { readonly name: string; readonly size: number; readonly mediaType: string },
): Html {
  const path = `/attachments/${messageId}/${index}`;
  const picture = mediaType === "image/png" ? html`<br><img src="${path}" alt="${name}">` : null;
  return html`<div class="quiet"><a href="${path}">${name}</a>, ${size} bytes${picture}</div>`;
}
