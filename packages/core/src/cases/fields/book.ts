import { SupportError } from "../../errors/index.ts";
import type { FieldDefinition, FieldDefinitions } from "../../fields/index.ts";
import { suggest } from "../../suggest.ts";
import type { CaseSettings } from "../settings.ts";
import type { FieldRow, FieldType } from "./schema.ts";

/** The own fields of cases in a tenant, ready to be asked. */
export interface FieldBook {
  /** Those made at run time, in their order, archived ones included. A field of the code takes the place of one with its name. */
  readonly all: readonly FieldRow[];
  /** Those of them that may be written. */
  readonly usable: ReadonlyMap<string, FieldRow>;
  readonly archived: ReadonlySet<string>;
  /** What is known of the values of all fields, the code's included, for filters and conditions. */
  readonly definitions: FieldDefinitions;
  /** Fields that customers see, and those that they may set as well. */
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
  const usable = new Map(all.filter(({ archived }) => !archived).map((row) => [row.key, row]));
  const open = [...usable.values()];
  const keysOf = (marks: readonly FieldRow["customer"][]) =>
    open.filter(({ customer }) => marks.includes(customer)).map(({ key }) => key);
  return {
    all,
    usable,
    archived: new Set(all.filter(({ archived }) => archived).map(({ key }) => key)),
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
