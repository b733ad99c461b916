import type * as z from "zod";
import { cases } from "../cases/index.ts";
import { customers } from "../customers/index.ts";
import { anyField, type FieldDefinitions, fieldsOfSchema } from "../fields/index.ts";
import { type ConditionField, definitionOf } from "./field.ts";

const internal = ["tenantId", "version"];

/**
 * The fields of cases and customers, including the host's own by its schemas: `case.priority`, `case.fields.orderId`,
 * `customer.companyId`, `customer.fields.plan`. Instants are numbers, in epoch milliseconds. Without a schema, a
 * customer's own fields may have any name and value, and cases have none. `plugins`: those that bring fields of their own.
 */
export function deskFields(own: {
  readonly caseFields?: z.core.$ZodType | undefined;
  readonly customerFields?: z.core.$ZodType | undefined;
  readonly plugins?: readonly { readonly conditions?: readonly ConditionField[] }[];
}): FieldDefinitions {
  const all = {
    ...fieldsOfSchema("case", cases.schema, ["priority"]),
    ...(own.caseFields === undefined ? {} : fieldsOfSchema("case.fields", own.caseFields)),
    ...fieldsOfSchema("customer", customers.schema),
    ...(own.customerFields === undefined
      ? { "customer.fields.*": anyField }
      : fieldsOfSchema("customer.fields", own.customerFields)),
  };
  const isInternal = (path: string) => internal.some((name) => path.endsWith(`.${name}`));
  const loaded = (own.plugins ?? []).flatMap(({ conditions = [] }) =>
    conditions.map((field) => [field.name, definitionOf(field)] as const),
  );
  return Object.fromEntries([...Object.entries(all).filter(([path]) => !isInternal(path)), ...loaded]);
}
