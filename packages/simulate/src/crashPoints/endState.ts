import type { Keyed, Storage, Table } from "@heedkit/core";
import { allRows } from "../world/ledger.ts";

/**
 * All rows, table by table, without what may differ between a run and the same run with a crash: ids are numbered by first
 * appearance; instants and durations, leases, gaps in case numbers, salts, hashes and arbitrary groupings are left out.
 */
export async function endState(storage: Storage, tables: readonly Table[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const names = new Map<string, string>();
  const codes = new Map<string, string>();
  for (const table of tables.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const rows: readonly Keyed[] = await allRows(storage, table);
    for (const row of rows.flatMap((one) => contentsOf(table.name, one))) {
      const kept = Object.entries(row).filter(([field]) => !isOfTheRun(table.name, field));
      const timeless = kept.map(([field, value]) => {
        const isInstant = table.columns[field]?.type === "instant" && value !== null;
        return [field, isInstant ? "instant" : plain(value)];
      });
      lines.push(`${table.name} ${JSON.stringify(Object.fromEntries(timeless))}`);
    }
  }
  return lines.map((line) =>
    line
      // Keys of blobs hold ids with the underscore encoded.
      .replace(/\b([a-z]{3})_(?:5f)?[0-9a-hjkmnp-tv-z]{26}\b/g, (id, prefix: string) =>
        nameOf(names, id, prefix),
      )
      .replace(/\bCase-\d+\b/g, (code) => nameOf(codes, code, "Case")),
  );
}

function nameOf(names: Map<string, string>, id: string, prefix: string): string {
  const name = names.get(id) ?? `${prefix}#${names.size + 1}`;
  names.set(id, name);
  return name;
}

/** A row, or only its contents if timing and chance decide which row holds them. */
function contentsOf(table: string, row: Keyed): readonly object[] {
  const { tenantId } = row;
  const { kind, takenAt, firstPosition, eventIds, events, entries }: Readonly<Record<string, unknown>> = {
    ...row,
  };
  // A block takes what is old enough when it is sealed; each event is in one of them.
  if (table === "auditEntries" && Array.isArray(entries))
    return entries.map((entry: unknown) => ({ tenantId, entry }));
  if (table === "auditBlocks" && kind === "regular")
    return Array.from({ length: Number(events) }, () => ({ tenantId, kind }));
  // A page takes whatever has no position when it is written.
  if (table === "eventPages" && Array.isArray(eventIds))
    return eventIds.map((eventId, at) => ({ tenantId, position: Number(firstPosition) + at, eventId }));
  // The case's id decides which shard counts a message.
  if (table === "automaticSlots" && kind === "@desk" && Array.isArray(takenAt))
    return takenAt.map(() => ({ tenantId, kind }));
  return [row];
}

function isOfTheRun(table: string, field: string): boolean {
  const always = ["fence", "fenceBase", "attempt", "number", "leasedUntil", "countedMs", "elapsedMs"];
  return always.includes(field) || (table === "slaClocks" && field === "version");
}

/** A value without its instants; bytes as text. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (typeof value === "string" && /^([0-9a-f]{32}|[0-9a-f]{64})$/.test(value)) return "salt or hash";
  if (typeof value === "number") return value > 1_500_000_000_000 ? "instant" : value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([field]) => !isOfTheRun("", field));
  return Object.fromEntries(fields.map(([field, part]) => [field, plain(part)]));
}
