import type { OutboundMessage, Receipt } from "@heedkit/core";
import { SupportError } from "@heedkit/core";
import type { Dice } from "../world/dice.ts";
import type { Faults } from "../world/faults.ts";
import type { Owner, World } from "../world/world.ts";

/** What the provider knows about one message, by its idempotency key. */
export interface Taken {
  readonly message: OutboundMessage;
  times: number;
}

/** Delivers messages to customers: shared by all processes, and outlives them. */
export interface Provider {
  readonly taken: ReadonlyMap<string, Taken>;
  /** Keys of messages that it refused at least once, or never accepts. */
  readonly refused: ReadonlySet<string>;
  readonly poisoned: ReadonlySet<string>;
  /** Called when a message is accepted for the first time. */
  onTaken: (message: OutboundMessage) => void;
  deliver: (process: Owner, network: Owner, message: OutboundMessage, key: string) => Promise<Receipt>;
}

/** The id under which the provider knows a message. */
export const externalIdOf = (messageId: string): string => `<${messageId}@provider.example>`;

/** A message with this text is never accepted. */
export const poison = "POISON";

export function createProvider(world: World, dice: Dice, faults: Faults): Provider {
  const taken = new Map<string, Taken>();
  const refused = new Set<string>();
  const poisoned = new Set<string>();

  const take = (message: OutboundMessage, key: string) => {
    const known = taken.get(key);
    if (known !== undefined) known.times++;
    else {
      taken.set(key, { message, times: 1 });
      provider.onTaken(message);
    }
  };

  const provider: Provider = {
    taken,
    refused,
    poisoned,
    onTaken: () => undefined,
    async deliver(process, network, message, key) {
      const isPoison = message.text.includes(poison);
      const failsBefore = isPoison || faults.strikes("delivery fails before it was taken");
      const isRefused = !failsBefore && faults.strikes("delivery is refused");
      const failsAfter = !failsBefore && !isRefused && faults.strikes("delivery fails after it was taken");
      const stalls = faults.strikes("delivery stalls past the lease");
      const isSilent = faults.strikes("delivery is never answered");
      if (isPoison) poisoned.add(key);
      if (isRefused) refused.add(key);
      await world.step(network, `deliver ${key}`, {
        delayMs: stalls ? dice.between(60_000, 400_000) : dice.between(5, 3_000),
        perform: () => {
          if (!failsBefore && !isRefused) take(message, key);
        },
      });
      if (isSilent) return new Promise(() => undefined);
      return world.step(process, `deliver ${key}: answer`, {
        delayMs: dice.between(0, 500),
        perform: () => {
          if (isRefused) throw new SupportError("DELIVERY_REFUSED", "550 no such person");
          if (failsBefore || failsAfter)
            throw new SupportError("DELIVERY_UNAVAILABLE", "451 try again later");
          return { externalId: externalIdOf(message.messageId), refused: [], detail: "250 taken" };
        },
      });
    },
  };
  return provider;
}
