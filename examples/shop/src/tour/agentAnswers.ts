import type { ReceivedMail } from "../post/receivedMail.ts";
import { bold, chapter, detail, dim, quote, say } from "../terminal.ts";
import { check, newestCustomerMessage, newestMessage, nextEvent, type Scene } from "./scene.ts";
import { firstReplyClock } from "./urgentCase.ts";

const answer = `Guten Tag, Herr Weber,

Ihr Paket liegt seit heute früh im Verteilzentrum Berlin und kommt morgen bei Ihnen an, rechtzeitig zum Sonntag.

Herzliche Grüße`;

/** The agent looks at everything known about the customer and replies; the mail reaches the customer's mailbox. */
export async function agentAnswers(scene: Scene, caseId: string): Promise<ReceivedMail> {
  chapter(`${scene.agentName} opens the case`);
  const found = await scene.agent.cases.get({ caseId });
  await showCustomer(scene, found.customerId);
  const seen = await newestCustomerMessage(scene, caseId);
  say();
  quote(seen.newText);

  const sending = nextEvent(scene, "message.sent", ({ data }) => data.caseId === caseId);
  await scene.agent.cases.reply({ caseId, text: answer, seenMessageId: seen.id });
  await sending;
  const { externalId, deliveryState } = await newestMessage(scene, caseId);
  const mail = await scene.mailbox.find(externalId ?? "nothing was sent");

  say();
  say(`${bold("Answered.")} What arrived at ${mail.to}:`);
  detail("From", mail.header("from") ?? "");
  detail("Reply-To", mail.replyTo);
  detail("Subject", mail.subject);
  detail("Message-ID", mail.messageId);
  say();
  check(mail.text.includes("Verteilzentrum"), "the text arrived as it was written");
  check(deliveryState === "sent", `the desk has the mail server's receipt: ${deliveryState}`);
  const { state, breachedAt } = await firstReplyClock(scene, caseId);
  check(state === "fulfilled" && breachedAt === null, "the clock of the first reply has stopped, in time");
  return mail;
}

async function showCustomer({ agent }: Scene, customerId: string): Promise<void> {
  const [customer, context, { rows }] = await Promise.all([
    agent.customers.get({ customerId }),
    agent.customers.context({ customerId }),
    agent.cases.list({ customerId }),
  ]);
  detail("Customer", `${customer.name ?? "?"} ${dim(`${customer.locale} · ${customer.timeZone}`)}`);
  detail("Known by", customer.identities.map(({ kind, value }) => `${kind} ${value}`).join(", "));
  detail("Cases", rows.map(({ code, status }) => `${code} (${status})`).join(", "));
  const { orders } = context;
  if (orders.status !== "ready") return detail("Orders", `not known: ${orders.status}`);
  for (const { id, items, status, total_cents } of orders.value)
    detail("Order", `${id}: ${items}, ${(total_cents / 100).toFixed(2)} €, ${status}`);
}
