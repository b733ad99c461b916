import type { Keyed, Table } from "@heedkit/core";
import * as z from "zod";

const tableSchema = z.object({
  name: z.string(),
  comment: z.string(),
  columns: z.record(
    z.string(),
    z.object({
      type: z.enum(["text", "integer", "real", "boolean", "instant", "json", "bytes"]),
      nullable: z.boolean(),
      comment: z.string().exactOptional(),
    }),
  ),
  unique: z.array(z.object({ name: z.string(), fields: z.array(z.string()) })),
  indexes: z.array(
    z.object({ name: z.string(), fields: z.array(z.string()), sparse: z.boolean().exactOptional() }),
  ),
  search: z.array(z.string()).exactOptional(),
});

const rowSchema = z.looseObject({ tenantId: z.string(), id: z.string() });

const recordingSchema = z.object({
  /** The moment at which it was recorded. */
  now: z.int(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The next number of each sequence. */
  sequences: z.record(z.string(), z.int()),
  tables: z.array(z.object({ table: tableSchema, rows: z.array(rowSchema) })),
});

export type Recording = z.input<typeof recordingSchema>;
export type Row = Keyed & Readonly<Record<string, unknown>>;

/** The tables of a desk as a version of Heedkit made them, and the rows that it wrote. */
export interface RecordedDesk {
  readonly now: number;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly sequences: Readonly<Record<string, number>>;
  readonly tables: readonly { readonly table: Table; readonly rows: readonly Row[] }[];
}

/** Reads what {@link recordingOf} wrote: bytes are base64 there. */
export function readRecording(recording: unknown): RecordedDesk {
  const { tables, ...rest } = recordingSchema.parse(recording);
  return {
    ...rest,
    tables: tables.map(({ table, rows }) => ({
      table,
      rows: rows.map((row) => converted(table, row, decoded)),
    })),
  };
}

/** A desk as JSON. */
export function recordingOf({ tables, ...rest }: RecordedDesk): Recording {
  return recordingSchema.encode({
    ...rest,
    facts: { ...rest.facts },
    sequences: { ...rest.sequences },
    tables: tables.map(({ table, rows }) => ({
      table: tableSchema.parse(table),
      rows: rows.map((row) => converted(table, row, encoded)),
    })),
  });
}

function converted({ columns }: Table, row: Row, convert: (value: unknown) => unknown): Row {
  const changed = Object.entries(row).map(([field, value]) => [
    field,
    columns[field]?.type === "bytes" ? convert(value) : value,
  ]);
  return { ...row, ...Object.fromEntries(changed) };
}

const encoded = (value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
const decoded = (value: unknown) =>
  typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : value;
