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
 * Whom a host names as the actor: a copy that nobody can change afterwards. Always with an id: an actor without one
 * would be nobody, and nobody must not be taken for everybody.
 *
 * @throws SupportError INVALID_INPUT for any but a known kind with a proper id
 */
export function parseActor(given: unknown): Actor {
  return Object.freeze(parseInput(actorInput, given, "as"));
}
