import type * as z from "zod";
import { personIds } from "../../customers/index.ts";
import {
  defineQuery,
  findPage,
  forbidden,
  namedInput,
  type Page,
  page,
  type Read,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { listQuery } from "../inputs.ts";
import { caseLeaves, categoriesOf } from "../listFilter.ts";
import { isOfQueue, orders, plainLeaves, queueLeaves, queueOrders } from "../queues.ts";
import { type CaseRow, cases } from "../schema.ts";
import { casesState } from "../state.ts";
import { caseView } from "../views.ts";

export interface CaseListQuery extends z.input<typeof listQuery> {}

/** Lists cases. Newest first unless `order` says otherwise. Customers see the cases they opened. */
export const list = defineQuery({
  name: "cases.list",
  summary: "Lists cases.",
  input: namedInput<CaseListQuery>()(listQuery),
  output: page(caseView),
  access: {
    permission: "cases.read",
    customer: "scoped",
    customerMay: ["categories", "order", "after", "limit"],
  },
  http: "GET /cases",
  async run(read, { after, limit, customerId, ...given }): Promise<Page<CaseRow>> {
    const { settings, upkeep } = read.use(casesState);
    const values = { ...given, categories: categoriesOf(given, settings) };
    const customerIds = await askersOf(read, customerId);
    // What the desk does inside changes neither.
    if (read.actor.kind === "customer" && values.order !== "newest" && values.order !== "oldest")
      throw forbidden(read, `cases.list with order ${values.order}`);
    const isQueue = customerIds === null && isOfQueue(values) && (await upkeep.isSettled(read));
    const leaves: Filter<CaseRow>[] = [
      ...(isQueue ? queueLeaves(values) : plainLeaves(values)),
      ...(customerIds === null ? [] : [{ field: "customerId", in: customerIds } as const]),
      ...caseLeaves(values, settings),
    ];
    const orderBy = (isQueue ? queueOrders : orders)[values.order];
    return findPage(read, cases, { where: { and: leaves }, orderBy, after, limit });
  },
});

/** The customers that are the person whose cases are listed; null for all. */
async function askersOf(read: Read, wanted: string | undefined): Promise<readonly string[] | null> {
  const customerId = read.actor.kind === "customer" ? read.actor.id : wanted;
  return customerId === undefined ? null : personIds(read, customerId);
}
