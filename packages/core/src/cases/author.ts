import type { Actor } from "../kernel/index.ts";
import type { AuthorKind } from "./events.ts";

/** Who wrote a message, or opened a case. A visitor is a customer who has not been identified. */
export function authorKindOf({ kind }: Pick<Actor, "kind">): AuthorKind {
  return kind === "anonymous" ? "customer" : kind;
}

/** The author of what the transaction's actor writes. */
export function authorOf({ actor }: { readonly actor: Actor }) {
  return { authorKind: authorKindOf(actor), authorId: actor.id };
}
