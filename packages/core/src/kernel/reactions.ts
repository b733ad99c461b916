import { SupportError } from "../errors/index.ts";
import type { Code } from "./code.ts";
import type { EventType, SupportEvent } from "./events.ts";
import type { Transaction } from "./transaction.ts";

/**
 * When a reaction runs. The lowest phase with a pending event goes first, and an event emitted by a reaction starts at
 * `decide` again: what is promised is what was decided.
 *
 * - `decide`: changes what the case is, such as priority or assignee. Triggers, routing.
 * - `measure`: derives figures from that. Clocks.
 * - `tell`: informs somebody. Acknowledgements, delivery, webhooks.
 * - `record`: records it. Metrics.
 */
export const phases = ["decide", "measure", "tell", "record"] as const;

export type Phase = (typeof phases)[number];

type EventOf<Type> = Type extends EventType ? SupportEvent<Type> : SupportEvent;

/** Adds to a commit because of an event in it. Created by {@link defineReaction}. */
export interface Reaction {
  readonly on: readonly EventType[] | "*";
  readonly phase: Phase;
  run(event: SupportEvent, tx: Transaction): unknown;
}

/**
 * Defines a reaction. It reads and writes through the transaction of the commit that contains the event.
 *
 * ```ts
 * defineReaction({ on: "case.opened", phase: "decide", run: (event, tx) => tx.call(cases.update, { ... }, { as: "system" }) });
 * ```
 */
export function defineReaction<const Type extends EventType | "*">(reaction: {
  /** One type of event, several, or `"*"` for all. */
  readonly on: Type | readonly Type[];
  readonly phase: Phase;
  run(event: EventOf<Type>, tx: Transaction): unknown;
}): Reaction {
  const { on, phase } = reaction;
  const types: readonly (EventType | "*")[] = typeof on === "string" ? [on] : on;
  return {
    on: types.includes("*") ? "*" : types.filter((type) => type !== "*"),
    phase,
    // The kernel passes events of the types that it was registered for.
    run: reaction.run as Reaction["run"],
  };
}

interface Registered {
  readonly reaction: Reaction;
  readonly code: Code | undefined;
}

/** An event's reactions in each phase, in the order of registration. */
export interface ReactionRegistry {
  add(reactions: readonly Reaction[], code?: Code): void;
  to(type: EventType, phase: number): readonly Registered[];
}

export function reactionRegistry(): ReactionRegistry {
  const all: Registered[] = [];
  const known = new Map<EventType, readonly (readonly Registered[])[]>();
  const none: readonly Registered[] = [];
  const lookUp = (type: EventType) => {
    const found = phases.map((phase) =>
      all.filter(({ reaction: { on, phase: own } }) => own === phase && (on === "*" || on.includes(type))),
    );
    known.set(type, found);
    return found;
  };
  return {
    add(reactions, code) {
      all.push(...reactions.map((reaction) => ({ reaction, code })));
      known.clear();
    },
    to: (type, phase) => (known.get(type) ?? lookUp(type))[phase] ?? none,
  };
}

/**
 * Limits: events that reactions may add to one commit, how deep they may cause each other, and how often derivations
 * may change rows that others derive from.
 */
export const reactionBounds = { events: 500, depth: 50, rounds: 50 } as const;

/** @throws SupportError REACTION_LIMIT naming the types that caused each other. */
export function reactionsDoNotRest(chain: readonly EventType[]): SupportError {
  const last = chain.slice(-10);
  return new SupportError(
    "REACTION_LIMIT",
    `Reactions keep causing events in one commit (at most ${reactionBounds.events} events, ${reactionBounds.depth} deep). The last ones, each caused by the one before: ${last.join(" -> ")}. Emit an event only if something changed.`,
    { details: { types: [...new Set(last)] } },
  );
}

/** The error for derivations that never settle, naming the tables whose rows keep changing. */
export function derivationsDoNotRest(tables: readonly string[]): SupportError {
  const names = [...new Set(tables)];
  return new SupportError(
    "REACTION_LIMIT",
    `Derivations keep changing rows of ${names.map((name) => `"${name}"`).join(", ")} in one commit (at most ${reactionBounds.rounds} rounds). Change a row only if its derived values differ.`,
    { details: { tables: names } },
  );
}
