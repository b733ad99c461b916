import type { Message } from "@heedkit/core";
import { accent, bold, dim, say } from "../terminal.ts";
import { firstReplyDue } from "./dueWords.ts";
import type { Scene } from "./scene.ts";

/** Prints a case that was just opened: code, subject, customer, channel, priority, what was promised and sent. */
export async function showCase(scene: Scene, caseId: string, how: string): Promise<void> {
  const { desk } = scene;
  const found = await desk.cases.get({ caseId });
  const customer = await desk.customers.get({ customerId: found.customerId });
  const { rows } = await desk.cases.messages({ caseId });
  const address = rows[0]?.from?.value ?? "";
  const indent = " ".repeat(found.code.length + 2);
  const known = customer.hostId === null ? "new here" : "customer of the shop";
  say(`${accent(found.code)}  ${bold(found.subject)}`);
  say(`${indent}${customer.name ?? address} ${dim(`<${address}> ·`)} ${known}`);
  const first = rows.filter(({ direction }) => direction === "in").flatMap(partsOf);
  say(indent + [`${found.channelKind}, ${how}`, `priority ${found.priority}`, ...first].join(dim(" · ")));
  const due = (await firstReplyDue(scene, caseId, customer.timeZone)) ?? "nothing promised";
  say(indent + [due, await acknowledged(scene, caseId)].join(dim(" · ")));
}

function partsOf({ attachments, automatic }: Message): readonly string[] {
  return [
    ...attachments.map(({ name, size }) => `attachment ${name}, ${size} bytes`),
    ...(automatic === null ? [] : [`from a machine (${automatic})`]),
  ];
}

async function acknowledged({ desk }: Scene, caseId: string): Promise<string> {
  const [event] = (await desk.events.list({ caseId, type: "case.acknowledged" })).rows;
  if (event === undefined) return "no automatic answer";
  const language = new Intl.DisplayNames("en", { type: "language" }).of(String(event.data.locale));
  return `acknowledged in ${language}`;
}

/** The case's acknowledgement; null if there was none. */
export async function acknowledgementOf({ desk }: Scene, caseId: string): Promise<Message | null> {
  const { rows } = await desk.cases.messages({ caseId });
  return rows.find(({ automatic }) => automatic === "acknowledgement") ?? null;
}
