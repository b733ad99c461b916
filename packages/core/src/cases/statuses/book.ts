import { SupportError } from "../../errors/index.ts";
import { suggest } from "../../suggest.ts";
import type { StatusCategory } from "../schema.ts";
import type { CustomStatus } from "../settings.ts";
import type { StatusRow } from "./schema.ts";

/** The statuses of a tenant. */
export interface StatusBook {
  /** In order, including archived ones. */
  readonly all: readonly StatusRow[];
  readonly keys: readonly string[];
  find(key: string): StatusRow | undefined;
  /** @throws SupportError INVALID_INPUT, or with the given code, naming the nearest */
  require(key: string, code?: "INVALID_INPUT" | "NOT_FOUND"): StatusRow;
  /** A status that cases can get. @throws SupportError INVALID_INPUT, ARCHIVED */
  requireUsable(key: string): StatusRow;
  /** The status for cases when only the category is requested. */
  defaultOf(category: StatusCategory): StatusRow;
  /** Stored statuses that are known to be in use, so that their category is fixed. */
  readonly seenUsed: Set<string>;
}

/** Combines the code's statuses with stored ones, which include changes to the code's. */
export function statusBook(
  code: readonly CustomStatus[],
  stored: readonly StatusRow[],
  tenantId: string,
): StatusBook {
  const kept = new Map(stored.map((row) => [row.key, row]));
  const named = new Set(code.map(({ key }) => key));
  const rows: readonly StatusRow[] = [
    ...code.map((status, at): StatusRow => {
      const row = kept.get(status.key) ?? unstored(status, at, tenantId);
      return { ...row, category: status.category, source: "code" };
    }),
    ...stored.filter(({ key }) => !named.has(key)).map((row): StatusRow => ({ ...row, source: "stored" })),
  ];
  // Every category is also a built-in status.
  const chosen = (category: StatusCategory): string =>
    rows.find((row) => row.category === category && row.isDefault && row.archivedAt === null)?.key ??
    category;
  const all = rows
    .map((row): StatusRow => ({ ...row, isDefault: chosen(row.category) === row.key }))
    .sort((left, right) => left.position - right.position);
  const known = new Map(all.map((status) => [status.key, status]));
  const defaults = new Map(all.filter(({ isDefault }) => isDefault).map((one) => [one.category, one]));
  const keys = all.map(({ key }) => key);

  const require: StatusBook["require"] = (key, errorCode = "INVALID_INPUT") => {
    const status = known.get(key);
    if (status !== undefined) return status;
    throw new SupportError(
      errorCode,
      `There is no status "${key}".${suggest(key, keys)} Known statuses: ${keys.join(", ")}.`,
      { details: { status: key } },
    );
  };

  return {
    all,
    keys,
    seenUsed: new Set(),
    find: (key) => known.get(key),
    require,
    requireUsable(key) {
      const status = require(key);
      if (status.archivedAt === null) return status;
      const others = all.filter(
        ({ archivedAt, category }) => archivedAt === null && category === status.category,
      );
      throw new SupportError(
        "ARCHIVED",
        `The status "${key}" is archived. Use another one, such as ${others.map((one) => `"${one.key}"`).join(", ")}.`,
        { details: { status: key } },
      );
    },
    defaultOf: (category) => defaults.get(category) ?? require(category),
  };
}

/** A status of the code in the form of a row; version 0 marks it as not stored. */
function unstored({ key, label, category }: CustomStatus, position: number, tenantId: string): StatusRow {
  return {
    ...{ tenantId, id: key, version: 0, key, label, labels: {}, customerLabel: null, customerLabels: {} },
    ...{ category, position, isDefault: false, archivedAt: null, used: true, source: "code" },
    ...{ createdAt: 0, updatedAt: 0 },
  };
}
