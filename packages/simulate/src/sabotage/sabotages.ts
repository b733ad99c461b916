import type { Channel, Storage, Support } from "@heedkit/core";
import type { Dice } from "../world/dice.ts";
import { brokenStorages } from "./storages.ts";

/** Something around a desk, or of it, that breaks a promise. */
export interface Sabotage {
  readonly storage?: (storage: Storage, dice: Dice) => Storage;
  readonly channel?: (channel: Channel) => Channel;
  readonly support?: (support: Support) => Support;
}

const ofStorages = Object.entries(brokenStorages).map(([name, storage]): readonly [string, Sabotage] => [
  `a storage that ${name}`,
  { storage },
]);

/** What must be found out, by what it does wrong. */
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
    "a desk that does not look at the keys of commands",
    {
      support: (support) => ({
        ...support,
        as(actor) {
          const desk = support.as(actor);
          const { reply } = desk.cases;
          return {
            ...desk,
            cases: { ...desk.cases, reply: ({ idempotencyKey: _, ...input }) => reply(input) },
          };
        },
      }),
    },
  ],
];
