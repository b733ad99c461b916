import type { Filter, Order } from "../ports/index.ts";
import type { CaseRow, StatusCategory } from "./schema.ts";

/** The part of a list's input that selects cases. */
interface Wanted {
  readonly categories: readonly StatusCategory[];
  readonly spam: boolean;
  readonly snoozed: boolean | "any";
  readonly order: "newest" | "oldest" | "updated" | "deadline" | "waking";
  readonly assigneeId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly brandId?: string | null | undefined;
}

const queued: readonly StatusCategory[] = ["new", "open", "pending", "on_hold"];

/** The earliest possible instant. A range tells every database where to start in an index; "is not null" does not. */
const earliest = -8_640_000_000_000_000;
const isQueued: Filter<CaseRow> = { field: "queuedAt", atLeast: earliest };
const hasDeadline: Filter<CaseRow> = { field: "nextDeadlineAt", atLeast: earliest };
const isSnoozed: Filter<CaseRow> = { field: "snoozedUntil", atLeast: earliest };
const isAwake: Filter<CaseRow> = { field: "snoozedUntil", is: null };

/** Whether a list is of cases in the queues, not solved, closed or spam, which have their own indexes. */
export function isOfQueue({ categories, spam, snoozed, order }: Wanted): boolean {
  const isIndexed = order === "deadline" || (snoozed === false && order !== "waking");
  return isIndexed && !spam && categories.every((category) => queued.includes(category));
}

/** The conditions of a list of queued cases. Each allows one index to return the rows in order. */
export function queueLeaves(wanted: Wanted): readonly Filter<CaseRow>[] {
  const { categories, order, assigneeId, teamId } = wanted;
  const ofCategories: Filter<CaseRow> = { field: "category", in: categories };
  const some = queued.every((category) => categories.includes(category)) ? [] : [ofCategories];
  if (order === "deadline") return [hasDeadline, ...some, ...snoozeLeaves(wanted)];
  // An index serves the order alone; the cases of one agent are few enough to sort.
  const isNarrow = typeof assigneeId === "string" || typeof teamId === "string";
  if (order === "updated" && !isNarrow)
    return [ofCategories, { field: "spam", is: false }, ...snoozeLeaves(wanted)];
  return [isQueued, ...some];
}

/** The conditions of any list. */
export function plainLeaves(wanted: Wanted): readonly Filter<CaseRow>[] {
  const { categories, spam, order } = wanted;
  const leaves: readonly Filter<CaseRow>[] = [
    { field: "category", in: categories },
    { field: "spam", is: spam },
    ...snoozeLeaves(wanted),
  ];
  if (order === "waking") return [...leaves, isSnoozed];
  return order === "deadline" ? [...leaves, hasDeadline] : leaves;
}

function snoozeLeaves({ snoozed }: Wanted): readonly Filter<CaseRow>[] {
  if (snoozed === "any") return [];
  return [snoozed ? isSnoozed : isAwake];
}

type Orders = Readonly<Record<Wanted["order"], readonly Order<CaseRow>[]>>;

export const orders: Orders = {
  newest: [{ field: "openedAt", direction: "descending" }],
  oldest: [{ field: "openedAt" }],
  updated: [{ field: "updatedAt", direction: "descending" }],
  deadline: [{ field: "nextDeadlineAt" }],
  waking: [{ field: "snoozedUntil" }],
};

/** In the queues `queuedAt` is `openedAt`. */
export const queueOrders: Orders = {
  ...orders,
  newest: [{ field: "queuedAt", direction: "descending" }],
  oldest: [{ field: "queuedAt" }],
};
