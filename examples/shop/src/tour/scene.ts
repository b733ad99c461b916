import type { DatabaseSync } from "node:sqlite";
import type { EventType, SupportEvent } from "@heedkit/core";
import type { Agent, ShopDesk } from "../desk.ts";
import { next } from "../next.ts";
import type { Mailbox } from "../post/mailbox.ts";
import type { Sender } from "../post/sender.ts";
import { confirmed } from "../terminal.ts";

/** What the tour plays with: everything is the real thing, on this machine. */
export interface Scene {
  readonly desk: ShopDesk;
  /** The desk as the agent sees it. */
  readonly agent: Agent;
  readonly agentName: string;
  readonly database: DatabaseSync;
  readonly sender: Sender;
  readonly mailbox: Mailbox;
}

/** The next event of a type; ask before doing what brings it about. */
export function nextEvent<Type extends EventType>(
  { desk }: Scene,
  type: Type,
  fits?: (event: SupportEvent<Type>) => boolean,
): Promise<SupportEvent<Type>> {
  return next<SupportEvent<Type>>((listener) => desk.on(type, listener), `the event ${type}`, fits);
}

/** Says a fact that was found to be so, or ends the tour with it. */
export function check(holds: boolean, fact: string): void {
  if (!holds) throw new Error(`This should be so and is not: ${fact}`);
  confirmed(fact);
}

/** The newest message of a case. */
export async function newestMessage({ desk }: Scene, caseId: string) {
  const { rows } = await desk.cases.messages({ caseId, limit: 200 });
  const newest = rows.at(-1);
  if (newest === undefined) throw new Error(`The case ${caseId} has no messages.`);
  return newest;
}
