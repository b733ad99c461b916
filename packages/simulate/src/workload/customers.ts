import type { Address, InboundEvent, InboundMessage, ReceiveResult } from "@heedkit/core";
import { rawOf } from "../desk/connector.ts";
import { beginning } from "../desk/process.ts";
import { externalIdOf } from "../desk/provider.ts";
import type { Simulation } from "../simulation.ts";
import { askUntilTold, type Client, createClient } from "./asking.ts";

/** A mail that a desk acknowledged and so must keep forever. */
export interface SentLetter {
  readonly text: string;
  readonly conversation: string;
}

/** What was delivered to the desk. */
export interface Post {
  readonly letters: SentLetter[];
  /** Deliveries of receipts and of garbage. */
  readonly accepted: Map<string, ReceiveResult>;
}

/** Delivers something until the desk acknowledges it, and sometimes once more. */
export async function handOver(
  simulation: Simulation,
  client: Client,
  post: Post,
  key: string,
  events: readonly InboundEvent[] | string,
): Promise<ReceiveResult> {
  const receivedAt = beginning + simulation.world.elapsed;
  const raw =
    typeof events === "string"
      ? { body: new TextEncoder().encode(events), dedupeKey: key, receivedAt, metadata: {} }
      : rawOf(events, key, receivedAt);
  const told = await askUntilTold(
    simulation,
    client,
    { task: "receive", label: `receive ${key}` },
    (support) => support.receive("letters", raw),
  );
  if ("refused" in told) {
    simulation.broken.push(`The delivery ${key} was refused for good: ${told.refused}.`);
    return { outcome: "kept", inboundId: "", caseIds: [] };
  }
  const known = post.accepted.get(key);
  if (
    known !== undefined &&
    (told.result.outcome !== "duplicate" || told.result.inboundId !== known.inboundId)
  )
    simulation.broken.push(`The delivery ${key} was taken in a second time.`);
  if (known === undefined) post.accepted.set(key, told.result);
  if (known === undefined && simulation.faults.strikes("delivery comes in twice")) {
    await client.sleep(client.dice.between(0, 120_000));
    await handOver(simulation, client, post, key, events);
  }
  return told.result;
}

/** A customer starts a conversation and writes in it again. */
export async function converse(
  simulation: Simulation,
  post: Post,
  name: string,
  from: Address,
): Promise<void> {
  const client = createClient(simulation, name);
  const { dice } = client;
  await client.sleep(dice.between(0, 400_000));
  let caseIds: readonly string[] = [];
  const write = async (at: number) => {
    const text = `${name} letter ${at}`;
    if (at > 0 && dice.chance(0.25) && (await writeOnPage(simulation, client, caseIds, text))) {
      post.letters.push({ text, conversation: name });
      return;
    }
    // An out-of-office reply joins the conversation and asks for nothing.
    const isAway = at > 0 && dice.chance(0.15);
    const taken = await handOver(simulation, client, post, text, [letter(text, name, at, from, isAway)]);
    caseIds = taken.caseIds;
    post.letters.push({ text, conversation: name });
  };
  await write(0);
  const further = dice.between(0, 3);
  const inTheirOwnTime: Promise<void>[] = [];
  for (let at = 1; at <= further; at++) {
    await client.sleep(dice.between(1_000, 500_000));
    const written = write(at);
    if (simulation.faults.strikes("deliveries come in out of order")) inTheirOwnTime.push(written);
    else await written;
  }
  await Promise.all(inTheirOwnTime);
}

/** Writes on the host's own page; false if the case accepts no more messages. */
async function writeOnPage(
  simulation: Simulation,
  client: Client,
  [caseId = ""]: readonly string[],
  text: string,
): Promise<boolean> {
  const told = await askUntilTold(
    simulation,
    client,
    { task: "write on a page", label: `page ${text}` },
    ({ cases }) => cases.addCustomerMessage({ caseId, text }, { idempotencyKey: text }),
  );
  return "result" in told;
}

function letter(
  text: string,
  conversation: string,
  at: number,
  from: Address,
  isAway: boolean,
): InboundMessage {
  const externalId = (number: number) => `<${conversation}.${number}@customers.example>`.replaceAll(" ", "-");
  return {
    kind: "message",
    externalId: externalId(at),
    from,
    to: [],
    cc: [],
    subject: conversation,
    text,
    html: null,
    newText: text,
    attachments: [],
    sentAt: null,
    threadHints: at === 0 ? [] : [{ by: "reference", externalId: externalId(0) }],
    automatic: isAway ? { reason: "out-of-office", evidence: "Auto-Submitted: auto-replied" } : null,
  };
}

/** The provider reports on what it accepted: arrived, read or bounced. */
export function tellNews(simulation: Simulation, post: Post): { readonly told: () => Promise<unknown> } {
  const client = createClient(simulation, "provider");
  const telling: Promise<unknown>[] = [];
  simulation.provider.onTaken = ({ messageId, to }) => {
    const { dice } = client;
    if (!dice.chance(0.5)) return;
    const states = dice.pick([["delivered"], ["delivered", "read"], ["bounced"], ["failed"]] as const);
    const permanence = dice.chance(0.3) ? "hard" : "soft";
    const tell = async () => {
      for (const state of states) {
        await client.sleep(dice.between(0, 60_000));
        await handOver(simulation, client, post, `${state} ${messageId}`, [
          {
            kind: "receipt",
            externalId: externalIdOf(messageId),
            state,
            proven: dice.chance(0.5),
            recipient: to[0] ?? null,
            permanence: state === "bounced" ? permanence : null,
            detail: `${state} says the provider`,
          },
        ]);
      }
    };
    telling.push(tell());
  };
  const told = async (): Promise<void> => {
    const count = telling.length;
    await Promise.all(telling);
    if (telling.length > count) await told();
  };
  return { told };
}
