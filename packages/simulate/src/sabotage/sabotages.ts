import type { Actor, Channel, Storage, Support, SupportOptions } from "@heedkit/core";
import type { Dice } from "../world/dice.ts";
import { brokenStorages } from "./storages.ts";

/** Something in or around a desk that breaks a promise. */
export interface Sabotage {
  readonly storage?: (storage: Storage, dice: Dice) => Storage;
  readonly channel?: (channel: Channel) => Channel;
  readonly support?: (support: Support) => Support;
  readonly configure?: Partial<SupportOptions>;
}

const ofStorages = Object.entries(brokenStorages).map(([name, storage]): readonly [string, Sabotage] => [
  `a storage that ${name}`,
  { storage },
]);

/** Sabotages that must be caught, by what they do wrong. */
export const sabotages: readonly (readonly [name: string, sabotage: Sabotage])[] = [
  ...ofStorages,
  [
    "a connector that takes a failure for a success",
    {
      channel: (channel) => ({
        ...channel,
        async deliver(message, options) {
          const taken = { externalId: `<${message.messageId}@provider.example>`, refused: [], detail: null };
          return (await channel.deliver?.(message, options).catch(() => taken)) ?? taken;
        },
      }),
    },
  ],
  [
    "a desk that acknowledges a delivery before its commit",
    {
      support: (support) => ({
        ...support,
        async receive(channelId, raw) {
          const known = await support.receive(channelId, raw).catch(() => null);
          return known ?? { outcome: "accepted", inboundId: "inb", caseIds: [] };
        },
      }),
    },
  ],
  [
    "a desk that waits for a silent provider for a day",
    { configure: { delivery: { maxRunMs: 86_400_000 } } },
  ],
  [
    "a desk that numbers its events by their ids",
    {
      support: (support) => ({
        ...support,
        events: {
          ...support.events,
          async follow({ after = 0, limit = 100 } = {}) {
            const rows = (await listAll(support)).slice(after, after + limit);
            const positioned = rows.map((event, at) => ({ ...event, position: after + at + 1 }));
            return { rows: positioned, position: after + rows.length, isAtEnd: rows.length < limit };
          },
        },
      }),
    },
  ],
  [
    "a desk that does not look at the keys of commands",
    {
      support: withoutKeys,
    },
  ],
];

/** The same desk for any actor, but replies lose their idempotency keys. */
function withoutKeys<Desk extends object>(desk: Desk): Desk {
  return new Proxy(desk, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name === "as" && typeof member === "function")
        return (actor: Actor) => withoutKeys(Object(Reflect.apply(member, target, [actor])));
      if (name !== "cases" || typeof member !== "object" || member === null) return member;
      const reply: unknown = Reflect.get(member, "reply");
      if (typeof reply !== "function") return member;
      return { ...member, reply: (input: unknown) => Reflect.apply(reply, null, [input]) };
    },
  });
}

async function listAll({ events }: Support) {
  const all: Awaited<ReturnType<typeof events.list>>["rows"][number][] = [];
  for (;;) {
    const last = all.at(-1);
    const page = (await events.list({ limit: 200, ...(last === undefined ? {} : { after: [last.id] }) }))
      .rows;
    all.push(...page);
    if (page.length < 200) return all;
  }
}
