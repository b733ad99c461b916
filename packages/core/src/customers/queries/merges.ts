import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, reference } from "../../kernel/index.ts";
import { personIds, requireCustomer } from "../person.ts";
import { type CustomerMergeRow, customerMerges, customerMergeView } from "../schema.ts";

const input = z.strictObject({ customerId: reference("customer"), ...paging });

/** The merges that made a person out of several customers, oldest first, those that were undone included. @throws SupportError NOT_FOUND */
export const merges = defineQuery({
  name: "customers.merges",
  summary: "Lists the merges that a customer took part in, oldest first.",
  input,
  output: page(customerMergeView),
  access: { permission: "customers.read" },
  http: "GET /customers/{customerId}/merges",
  async run(read, { customerId, after, limit }): Promise<Page<CustomerMergeRow>> {
    await requireCustomer(read, customerId);
    const ids = await personIds(read, customerId);
    return findPage(read, customerMerges, {
      where: {
        or: [
          { field: "fromId", in: ids },
          { field: "intoId", in: ids },
        ],
      },
      after,
      limit,
    });
  },
});
