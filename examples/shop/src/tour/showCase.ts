import { accent, bold, dim, say } from "../terminal.ts";
import { newestMessage, type Scene } from "./scene.ts";

/** Prints a case as it stands: code, subject, customer, channel, priority. */
export async function showCase(scene: Scene, caseId: string, how: string): Promise<void> {
  const { desk } = scene;
  const found = await desk.cases.get(caseId);
  const customer = await desk.customers.get(found.customerId);
  const message = await newestMessage(scene, caseId);
  const address = message.from?.value ?? "";
  const indent = " ".repeat(found.code.length + 2);
  const known = customer.hostId === null ? "new here" : "customer of the shop";
  say(`${accent(found.code)}  ${bold(found.subject)}`);
  say(`${indent}${customer.name ?? address} ${dim(`<${address}>`)} ${dim("·")} ${known}`);
  const facts = [
    `${found.channelKind}, ${how}`,
    `priority ${found.priority}`,
    ...(await extras(scene, caseId)),
  ];
  say(`${indent}${facts.join(dim(" · "))}`);
}

async function extras(scene: Scene, caseId: string): Promise<readonly string[]> {
  const { attachments, automatic } = await newestMessage(scene, caseId);
  return [
    ...attachments.map(({ name, size }) => `attachment ${name}, ${size} bytes`),
    ...(automatic === null ? [] : [`from a machine (${automatic}): no automatic answer`]),
  ];
}
