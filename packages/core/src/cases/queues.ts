import type { Filter, Order } from "../ports/index.ts";
import type { CaseRow, StatusCategory } from "./schema.ts";

/** The part of a list's input that selects cases. */
interface Wanted {
  readonly categories: readonly StatusCategory[];
  readonly spam: boolean;
  readonly order: "newest" | "oldest" | "updated" | "deadline";
  readonly assigneeId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
}

const queued: readonly StatusCategory[] = ["new", "open", "pending", "on_hold"];

/** The earliest possible instant. A range tells every database where to start in an index; "is not null" does not. */
const earliest = -8_640_000_000_000_000;
const isQueued: Filter<CaseRow> = { field: "queuedAt", atLeast: earliest };
const hasDeadline: Filter<CaseRow> = { field: "nextDeadlineAt", atLeast: earliest };

/** Whether a list is of cases in the queues, not solved, closed or spam, which have their own indexes. */
export function isOfQueue({ categories, spam }: Wanted): boolean {
  return !spam && categories.every((category) => queued.includes(category));
}

/** The conditions of a list of queued cases. Each allows one index to return the rows in order. */
export function queueLeaves({ categories, order, assigneeId, teamId }: Wanted): readonly Filter<CaseRow>[] {
  const wanted: Filter<CaseRow> = { field: "category", in: categories };
  const some = queued.every((category) => categories.includes(category)) ? [] : [wanted];
  if (order === "deadline") return [hasDeadline, ...some];
  // An index serves the order alone; the cases of one agent are few enough to sort.
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
