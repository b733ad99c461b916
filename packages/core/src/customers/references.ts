import { SupportError } from "../errors/index.ts";
import type { ReferenceRule } from "../kernel/index.ts";
import { isPerson } from "./person.ts";

/** Customers can refer to themselves and those merged with them; companies and merges are the desk's. */
export const references: Readonly<Record<string, ReferenceRule>> = {
  customer: {
    isOwn: (read, customerId) => isPerson(read, customerId),
    missing: (customerId) => notFound("customer", customerId, { customerId }),
  },
  company: { missing: (companyId) => notFound("company", companyId, { companyId }) },
  merge: { missing: (mergeId) => notFound("merge", mergeId, { mergeId }) },
};

function notFound(what: string, id: string, details: Readonly<Record<string, string>>): SupportError {
  return new SupportError("NOT_FOUND", `There is no ${what} ${id}.`, { details });
}
