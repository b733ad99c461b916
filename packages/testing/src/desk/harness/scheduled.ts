import type { Case, Instant, Message } from "@heedkit/core";
import type { AnyDesk, TestDesk } from "./openDesk.ts";

export const hour = 3_600_000;
export const picture = { name: "map.png", mediaType: "image/png", bytes: new Uint8Array([1, 2, 3]) };

export const texts = ({ letters }: TestDesk) => letters.handed.map(({ message }) => message.text);

/** A case in which an agent has written a reply for an hour later. */
interface Scheduled {
  readonly opened: Case;
  readonly agentId: string;
  /** The desk as the agent sees it. */
  readonly grace: AnyDesk;
  readonly reply: Message;
  readonly sendAt: Instant;
}

export async function scheduled(desk: TestDesk, values: object = {}): Promise<Scheduled> {
  const opened = await desk.hear({ externalId: "<question@example.com>" });
  const { id: agentId, desk: grace } = await desk.hire();
  const sendAt = desk.clock.now() + hour;
  const reply = await grace.cases.reply({ caseId: opened.id, text: "Later", sendAt, ...values });
  return { opened, agentId, grace, reply, sendAt };
}

/** Lets the hour pass, and everything be done that is due then. */
export async function passHour({ clock, support }: TestDesk): Promise<void> {
  await clock.advance(hour);
  await support.tick();
}
