import { SupportError } from "../../errors/index.ts";
import type { FieldDefinition, FieldDefinitions } from "../../fields/index.ts";
import { suggest } from "../../suggest.ts";
import type { CaseSettings } from "../settings.ts";
import type { FieldRow, FieldType } from "./schema.ts";

/** The own fields of a tenant's cases. */
export interface FieldBook {
  /** Fields made at run time, in order, including archived ones. A field of the code replaces one with the same key. */
  readonly all: readonly FieldRow[];
  /** Those that can be written. */
  readonly usable: ReadonlyMap<string, FieldRow>;
  readonly archived: ReadonlySet<string>;
  /** The types of all fields, including those of the code, for filters and conditions. */
  readonly definitions: FieldDefinitions;
  /** Fields that customers can see, and those they can also set. */
  readonly readable: ReadonlySet<string>;
  readonly writable: ReadonlySet<string>;
  /** @throws SupportError NOT_FOUND naming the nearest */
  require(key: string): FieldRow;
}

type Settings = Pick<CaseSettings, "fields" | "ownFields" | "customerFields">;

export function fieldBook(
  { fields, ownFields, customerFields }: Settings,
  rows: readonly FieldRow[],
): FieldBook {
  const all = rows.filter(({ key }) => !Object.hasOwn(fields.shape, key));
  const usable = new Map(all.filter(({ archivedAt }) => archivedAt === null).map((row) => [row.key, row]));
  const open = [...usable.values()];
  const keysOf = (marks: readonly FieldRow["customer"][]) =>
    open.filter(({ customer }) => marks.includes(customer)).map(({ key }) => key);
  return {
    all,
    usable,
    archived: new Set(all.filter(({ archivedAt }) => archivedAt !== null).map(({ key }) => key)),
    definitions: { ...ownFields, ...Object.fromEntries(open.map((row) => [row.key, definitionOf(row)])) },
    readable: new Set([...customerFields.readable, ...keysOf(["read", "write"])]),
    writable: new Set([...customerFields.writable, ...keysOf(["write"])]),
    require(key) {
      const row = all.find((one) => one.key === key);
      if (row !== undefined) return row;
      const text = Object.hasOwn(fields.shape, key)
        ? `The field "${key}" is declared by the code. Change it there.`
        : `There is no field "${key}".${suggest(
            key,
            all.map((one) => one.key),
          )}`;
      throw new SupportError("NOT_FOUND", text, { details: { key } });
    },
  };
}

const kinds = {
  ...({ text: "text", longText: "text", url: "text", email: "text", date: "text" } as const),
  ...({ number: "number", boolean: "boolean", select: "choice", multiselect: "list" } as const),
} satisfies Readonly<Record<FieldType, FieldDefinition["kind"]>>;

function definitionOf({ type, options }: FieldRow): FieldDefinition {
  const values = type === "select" || type === "multiselect" ? options.map(({ value }) => value) : null;
  return { kind: kinds[type], options: values, ordered: false };
}
