import type { Filter, Order } from "../ports/index.ts";
import type { CaseRow, StatusCategory } from "./schema.ts";

/** What of a list says which cases are wanted. */
interface Wanted {
  readonly categories: readonly StatusCategory[];
  readonly spam: boolean;
  readonly order: "newest" | "oldest" | "updated" | "deadline";
  readonly assigneeId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly brandId?: string | null | undefined;
}

const queued: readonly StatusCategory[] = ["new", "open", "pending", "on_hold"];

/** The earliest moment that there is. A range tells every database where in an index to begin; "is not null" does not. */
const earliest = -8_640_000_000_000_000;
const isQueued: Filter<CaseRow> = { field: "queuedAt", atLeast: earliest };
const hasDeadline: Filter<CaseRow> = { field: "nextDeadlineAt", atLeast: earliest };

/** Whether a list is of cases in the queues, neither ended nor spam, which have indexes of their own. */
export function isOfQueue({ categories, spam }: Wanted): boolean {
  return !spam && categories.every((category) => queued.includes(category));
}

/** The conditions of a list of cases in the queues. Each lets one index give the rows in their order. */
export function queueLeaves({ categories, order, assigneeId, teamId }: Wanted): readonly Filter<CaseRow>[] {
  const wanted: Filter<CaseRow> = { field: "category", in: categories };
  const some = queued.every((category) => categories.includes(category)) ? [] : [wanted];
  if (order === "deadline") return [hasDeadline, ...some];
  // By itself the order is served by an index; the cases of one agent are few enough to be sorted.
  const isNarrow = typeof assigneeId === "string" || typeof teamId === "string";
  if (order === "updated" && !isNarrow) return [wanted, { field: "spam", is: false }];
  return [isQueued, ...some];
}

/** The conditions of any list. */
export function plainLeaves({ categories, spam, order }: Wanted): readonly Filter<CaseRow>[] {
  const leaves: readonly Filter<CaseRow>[] = [
    { field: "category", in: categories },
    { field: "spam", is: spam },
  ];
  return order === "deadline" ? [...leaves, hasDeadline] : leaves;
}

type Orders = Readonly<Record<Wanted["order"], readonly Order<CaseRow>[]>>;

export const orders: Orders = {
  newest: [{ field: "openedAt", direction: "descending" }],
  oldest: [{ field: "openedAt" }],
  updated: [{ field: "updatedAt", direction: "descending" }],
  deadline: [{ field: "nextDeadlineAt" }],
};

/** In the queues `queuedAt` is `openedAt`. */
export const queueOrders: Orders = {
  ...orders,
  newest: [{ field: "queuedAt", direction: "descending" }],
  oldest: [{ field: "queuedAt" }],
};
