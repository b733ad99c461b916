import { authorize, type Context, forbidden, type Permission } from "../kernel/index.ts";
import type { Case } from "./schema.ts";

/** Customers may do some things with their own cases; everyone else needs the permission. */
export async function authorizeOwn(
  context: Context,
  permission: Permission,
  customerId: string,
): Promise<void> {
  const { actor } = context;
  if (actor.kind === "customer" && actor.id === customerId) return;
  await authorize(context, permission);
}

/** @throws SupportError FORBIDDEN unless a customer asks about a case it takes part in. */
export function requireParticipant(context: Context, found: Case, permission: Permission): void {
  const { actor } = context;
  if (actor.kind !== "customer") return;
  if (takesPart(found, actor.id)) return;
  throw forbidden(context, permission);
}

/** Whether a customer asked or was let into the conversation. */
export function takesPart(found: Case, customerId: string): boolean {
  return found.customerId === customerId || found.participantIds.includes(customerId);
}
