import type { Mailbox } from "../post/mailbox.ts";
import type { ReceivedMail } from "../post/receivedMail.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";

/** What the desk has sent, as it reached the customers' mailboxes; newest first. */
export async function mailListPage(mailbox: Mailbox): Promise<Html> {
  const mails = (await mailbox.list()).toReversed().slice(0, 200);
  return layout(
    "Outgoing mail",
    html`<h1>Outgoing mail</h1>
<p class="quiet">As it reached the customers, over SMTP</p>
<div class="scroll"><table>
<thead><tr><th>To</th><th>Subject</th></tr></thead>
<tbody>${mails.map(line)}</tbody>
</table></div>`,
  );
}

function line({ number, to, subject }: ReceivedMail): Html {
  return html`<tr><td>${to}</td><td><a href="/mail/${number}" dir="auto">${subject}</a></td></tr>`;
}

/** One mail: what people read, and what programs read. */
export async function mailPage(mailbox: Mailbox, number: number): Promise<Html | null> {
  const mail = (await mailbox.list()).find((one) => one.number === number);
  if (mail === undefined) return null;
  return layout(
    mail.subject,
    html`<h1 dir="auto">${mail.subject}</h1>
<p class="quiet">${mail.header("from")} to ${mail.to}</p>
<article class="message"><pre dir="auto">${mail.text.trim()}</pre></article>
<h2>As it was sent</h2>
<pre class="raw">${new TextDecoder().decode(mail.raw)}</pre>`,
  );
}
