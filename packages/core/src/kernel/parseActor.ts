import * as z from "zod";
import type { Actor } from "./actors.ts";
import { idInput } from "./bounds.ts";
import { parseInput } from "./input.ts";

const actorInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("host"), id: idInput.nullable() }),
  z.strictObject({ kind: z.literal("agent"), id: idInput }),
  z.strictObject({ kind: z.literal("customer"), id: idInput }),
  z.strictObject({ kind: z.literal("anonymous"), id: idInput }),
  z.strictObject({ kind: z.literal("bot"), id: idInput }),
  z.strictObject({ kind: z.literal("system"), id: idInput }),
]);

/**
 * Parses the actor given by a host into an immutable copy. It always has an id: an actor without one would be nobody,
 * and nobody must not be mistaken for everybody.
 *
 * @throws SupportError INVALID_INPUT unless it is a known kind with a valid id
 */
export function parseActor(given: unknown): Actor {
  return Object.freeze(parseInput(actorInput, given, "as"));
}
