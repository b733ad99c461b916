import { setImmediate } from "node:timers/promises";
import {
  type Actor,
  type AnyPlugin,
  type BoundDesk,
  type Case,
  createSupport,
  type HostContextSources,
  type InboundEvent,
  type InboundMessage,
  type ReceiveResult,
  type Role,
  type Storage,
  type Support,
  type SupportOptions,
} from "@heedkit/core";
import { type FakeClock, fakeClock } from "../../fakeClock.ts";
import { seededRandom } from "../../seededRandom.ts";
import type { HostTransaction } from "../../storage/options.ts";
import type { DeskSuiteOptions } from "../options.ts";
import { letter } from "./letter.ts";
import { counted } from "./quiet.ts";
import { rawOf, type ScriptedChannel, scriptedChannel } from "./scriptedChannel.ts";

export type AnyDesk = BoundDesk<readonly [], Record<string, unknown>, HostContextSources>;

/** The desk for an actor as callers without types use it: with all operations, also those that the actor may not call. */
export function asUntyped(desk: Pick<Support, "as">, actor: Actor): AnyDesk {
  return Object(desk.as(actor));
}

/** A desk under test, with its whole environment under the test's control. */
export interface TestDesk {
  readonly support: Support;
  readonly storage: Storage;
  readonly clock: FakeClock;
  readonly letters: ScriptedChannel;
  /** Background failures: of jobs, listeners, sweeps. */
  readonly reports: readonly { readonly error: unknown; readonly what: string }[];
  /** Receives one delivery with these events. */
  receive(events: readonly InboundEvent[], dedupeKey?: string): Promise<ReceiveResult>;
  /** Receives a customer's message; returns the case it joined. */
  hear(values?: Partial<InboundMessage>): Promise<Case>;
  /** A new agent, and the desk as it sees it. */
  hire(role?: Role, name?: string): Promise<{ readonly id: string; readonly desk: AnyDesk }>;
  /** Lets time pass until the promise settles, for code that waits between attempts. */
  settled<Result>(promise: Promise<Result>): Promise<Result>;
  /** Another process on the same storage and clock. */
  another(configure?: Partial<SupportOptions>): Promise<TestDesk>;
}

/** Every desk of a test draws its own ids. */
let nextSeed = 2;

export const monday = Date.parse("2026-01-05T09:00:00Z");

/** Runs a test on a desk with its own storage. `begin` begins a transaction of the host on the same database. */
export async function onDesk(
  options: DeskSuiteOptions,
  body: (desk: TestDesk, begin: () => Promise<HostTransaction>) => Promise<void>,
  configure: Partial<SupportOptions> = {},
): Promise<void> {
  const storage = await options.create();
  try {
    const begin = async () => {
      if (options.beginHostTransaction === undefined)
        throw new Error("The suite has no beginHostTransaction.");
      return options.beginHostTransaction(storage);
    };
    await body(await openDesk(counted(storage), fakeClock(monday), 1, configure), begin);
  } finally {
    await storage.close();
    await options.dispose?.(storage);
  }
}

async function openDesk(
  storage: Storage,
  clock: FakeClock,
  seed: number,
  configure: Partial<SupportOptions>,
): Promise<TestDesk> {
  const letters = scriptedChannel();
  const reports: { readonly error: unknown; readonly what: string }[] = [];
  const report = (error: unknown, what: string) => void reports.push({ error, what });
  const random = seededRandom(seed);
  const support: Support = await createSupport<readonly AnyPlugin[]>({
    storage,
    clock,
    random,
    report,
    channels: [letters],
    // Tests of outgoing messages want to see only what they sent.
    templates: { acknowledgement: { enabled: false } },
    ...configure,
  });
  let deliveries = 0;

  const receive = (events: readonly InboundEvent[], dedupeKey?: string) =>
    support.receive(letters.id, rawOf(events, dedupeKey ?? `${seed}-${++deliveries}`, clock.now()));

  return {
    support,
    storage,
    clock,
    letters,
    reports,
    receive,
    async hear(values) {
      const { caseIds } = await receive([letter(values)]);
      return support.cases.get({ caseId: caseIds[0] ?? "nothing was opened" });
    },
    async hire(role = "agent", name = "Grace") {
      const { id } = await support.agents.create({ name, role });
      return { id, desk: support.as({ kind: "agent", id }) };
    },
    async settled(promise) {
      let isPending = true;
      const watched = promise.finally(() => {
        isPending = false;
      });
      watched.catch(() => undefined);
      while (isPending) {
        await setImmediate();
        await clock.advance(1);
      }
      return watched;
    },
    another: (more = {}) => openDesk(storage, clock, nextSeed++, { ...configure, ...more }),
  };
}
