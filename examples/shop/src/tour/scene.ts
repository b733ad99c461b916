import type { DatabaseSync } from "node:sqlite";
import type { EventType, Message, SupportEvent } from "@heedkit/core";
import type { Agent, ShopDesk } from "../desk.ts";
import { next } from "../next.ts";
import type { Mailbox } from "../post/mailbox.ts";
import type { Sender } from "../post/sender.ts";
import { confirmed } from "../terminal.ts";

/** What the tour uses: everything is real, and runs on this machine. */
export interface Scene {
  readonly desk: ShopDesk;
  /** The desk as the agent sees it. */
  readonly agent: Agent;
  readonly agentName: string;
  readonly database: DatabaseSync;
  readonly sender: Sender;
  readonly mailbox: Mailbox;
}

/** The next event of a type; call this before triggering it. */
export function nextEvent<Type extends EventType>(
  { desk }: Scene,
  type: Type,
  fits?: (event: SupportEvent<Type>) => boolean,
): Promise<SupportEvent<Type>> {
  return next<SupportEvent<Type>>((listener) => desk.on(type, listener), `the event ${type}`, fits);
}

/** Prints a fact that holds, or fails the tour with it. */
export function check(holds: boolean, fact: string): void {
  if (!holds) throw new Error(`This should be true but isn't: ${fact}`);
  confirmed(fact);
}

/** The newest message of a case. */
export function newestMessage(scene: Scene, caseId: string): Promise<Message> {
  return newest(scene, caseId, () => true);
}

/** The customer's latest message. */
export function newestCustomerMessage(scene: Scene, caseId: string): Promise<Message> {
  return newest(scene, caseId, ({ direction }) => direction === "in");
}

async function newest(
  { desk }: Scene,
  caseId: string,
  fits: (message: Message) => boolean,
): Promise<Message> {
  const { rows } = await desk.cases.messages({ caseId, limit: 200 });
  const found = rows.findLast(fits);
  if (found === undefined) throw new Error(`The case ${caseId} has no such message.`);
  return found;
}
