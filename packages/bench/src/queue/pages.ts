import { agentCount } from "./filling.ts";

/** A page of fifty as an agent's screen requests it, and the same query written by hand. */
export interface PageKind {
  readonly name: string;
  /** The input of `cases.list`. */
  query(call: number): {
    readonly order?: "deadline" | "newest";
    readonly assigneeId?: string | null;
  };
  /** The condition and order by hand, with `?` for the values. */
  readonly byHand: string;
  values(call: number): readonly (string | number)[];
}

const agentOf = (call: number) => `agt_${String((call * 37) % agentCount).padStart(26, "0")}`;
const anyTime = 0;

export const pageKinds: readonly PageKind[] = [
  {
    name: "next deadline",
    query: () => ({ order: "deadline" }),
    byHand: "next_deadline_at >= ? order by next_deadline_at, id",
    values: () => [anyTime],
  },
  {
    name: "open",
    query: () => ({}),
    byHand: "queued_at >= ? order by queued_at desc, id",
    values: () => [anyTime],
  },
  {
    name: "assignee",
    query: (call) => ({ assigneeId: agentOf(call) }),
    byHand: "assignee_id = ? and queued_at >= ? order by queued_at desc, id",
    values: (call) => [agentOf(call), anyTime],
  },
  {
    name: "assignee, deadline",
    query: (call) => ({ assigneeId: agentOf(call), order: "deadline" }),
    byHand: "assignee_id = ? and next_deadline_at >= ? order by next_deadline_at, id",
    values: (call) => [agentOf(call), anyTime],
  },
  {
    name: "unassigned",
    query: () => ({ assigneeId: null }),
    byHand: "assignee_id is null and queued_at >= ? order by queued_at desc, id",
    values: () => [anyTime],
  },
  {
    name: "unassigned, deadline",
    query: () => ({ assigneeId: null, order: "deadline" }),
    byHand: "assignee_id is null and next_deadline_at >= ? order by next_deadline_at, id",
    values: () => [anyTime],
  },
];
