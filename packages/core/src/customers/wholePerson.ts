import type { Read } from "../kernel/index.ts";
import { identitiesOf } from "./claims.ts";
import { asOne, personOf, requireCustomer } from "./person.ts";
import type { PersonRow } from "./schema.ts";

/** Who a customer is: the survivor, with what all who were merged into it know and hold. @throws SupportError NOT_FOUND */
export async function requirePerson(
  read: Pick<Read, "get" | "find">,
  customerId: string,
): Promise<PersonRow> {
  const group = await personOf(read, await requireCustomer(read, customerId));
  const known = await identitiesOf(
    read,
    group.map(({ id }) => id),
  );
  return { ...asOne(group[0], group), identities: known };
}
