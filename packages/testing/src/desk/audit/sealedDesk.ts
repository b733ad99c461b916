import {
  type AuditBlock,
  auditBlocks,
  auditEntries,
  type Change,
  events,
  type Keyed,
  type RowOf,
  type Storage,
  type SupportOptions,
  type Table,
  typeIds,
} from "@heedkit/core";
import { seededRandom } from "../../seededRandom.ts";
import { onDesk, type TestDesk } from "../harness/openDesk.ts";
import type { DeskSuiteOptions } from "../options.ts";

export type EventRow = RowOf<typeof events>;
type EntriesRow = RowOf<typeof auditEntries>;

/** A desk whose storage is open to tampering. */
export interface SealedDesk extends TestDesk {
  events(tenantId?: string): Promise<readonly EventRow[]>;
  blocks(tenantId?: string): Promise<readonly AuditBlock[]>;
  entries(block: AuditBlock): Promise<EntriesRow>;
  /** Changes a row behind the desk's back. */
  edit<Row extends Keyed>(table: Table<Row>, row: Row, set: Partial<Row>): Promise<void>;
  remove<Row extends Keyed>(table: Table<Row>, ...rows: readonly Row[]): Promise<void>;
  put<Row extends Keyed>(table: Table<Row>, ...rows: readonly Row[]): Promise<void>;
  /** Writes events, later in the order of ids than those before; returns them. */
  fill(count: number): Promise<readonly EventRow[]>;
}

export function onSealedDesk(
  options: DeskSuiteOptions,
  body: (desk: SealedDesk) => Promise<void>,
  configure: Partial<SupportOptions> = {},
): Promise<void> {
  const byHand = { audit: { sealEveryMs: 0 }, ...configure };
  return onDesk(options, (desk) => body({ ...desk, ...openRows(desk.storage, desk) }), byHand);
}

function openRows(storage: Storage, { support, clock }: TestDesk) {
  const all = async <Row extends Keyed>(table: Table<Row>, tenantId: string): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    for (;;) {
      const last = rows.at(-1);
      const page = await storage.find(table, {
        limit: 1_000,
        ...(last === undefined ? {} : { after: [last.id] }),
      });
      rows.push(...page);
      if (page.length < 1_000) return rows.filter((row) => row.tenantId === tenantId);
    }
  };
  const keyOf = ({ tenantId, id }: Keyed): Keyed => ({ tenantId, id });
  const put: SealedDesk["put"] = (table, ...rows) =>
    storage.commit(
      rows.map((row): Change => ({ kind: "insert", table, row: row as Keyed & Record<string, unknown> })),
    );
  const opened = { tenantId: support.tenantId };
  return {
    put,
    events: (tenantId = opened.tenantId) => all(events, tenantId),
    blocks: async (tenantId = opened.tenantId) =>
      (await all(auditBlocks, tenantId)).toSorted((left, right) => left.sequence - right.sequence),
    async entries(block: AuditBlock) {
      const [row] = await storage.get(auditEntries, [keyOf(block)]);
      if (row === undefined) throw new Error(`Block ${block.sequence} has no entries.`);
      return row;
    },
    edit: (table, row, set) => storage.commit([{ kind: "update", table, key: keyOf(row), set: { ...set } }]),
    remove: (table, ...rows) =>
      storage.commit(rows.map((row): Change => ({ kind: "delete", table, key: keyOf(row) }))),
    async fill(count) {
      // Ids of the same moment are not ordered relative to the desk's.
      await clock.advance(1);
      const rows = Array.from({ length: count }, (_, at) => eventRow(opened.tenantId, clock.now(), at));
      for (let at = 0; at < count; at += 200) await put(events, ...rows.slice(at, at + 200));
      return rows;
    },
  } satisfies Partial<SealedDesk>;
}

/** Event number `at` of a moment, as a plugin might write it. Sorts before those that a desk writes then. */
export function eventRow(
  tenantId: string,
  now: number,
  at: number,
  data: EventRow["data"] = { at },
): EventRow {
  const moment = typeIds({ now: () => now, wait: async () => undefined }, seededRandom(1)).create("evt");
  return {
    tenantId,
    id: `${moment.slice(0, "evt_".length + 10)}${String(at).padStart(16, "0")}`,
    type: "plugin.happened",
    at: now,
    actor: { kind: "host", id: null },
    caseId: null,
    customerId: null,
    data,
    correlationId: "cor_1",
    causationId: null,
  };
}

/** Row number `at`, which must be there. */
export function nth<Row>(rows: readonly Row[], at: number): Row {
  const row = rows.at(at);
  if (row === undefined) throw new Error(`There is no row ${at} of ${rows.length}.`);
  return row;
}
