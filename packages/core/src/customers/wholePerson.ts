import type { Read } from "../kernel/index.ts";
import { heldBy, identitiesOf } from "./claims.ts";
import { asOne, personOf, requireCustomer } from "./person.ts";
import type { PersonRow } from "./schema.ts";

/**
 * A person: the survivor, with the data and identities of everybody merged into it. Claims are for staff only.
 * @throws SupportError NOT_FOUND
 */
export async function requirePerson(
  read: Pick<Read, "get" | "find" | "actor">,
  customerId: string,
): Promise<PersonRow> {
  const group = await personOf(read, await requireCustomer(read, customerId));
  const ids = group.map(({ id }) => id);
  const isStaff = read.actor.kind !== "customer" && read.actor.kind !== "anonymous";
  const identities = isStaff ? await identitiesOf(read, ids) : await heldBy(read, ids);
  return { ...asOne(group[0], group), identities };
}
