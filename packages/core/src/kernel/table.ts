import * as z from "zod";
import { SupportError } from "../errors/index.ts";
import type { Bytes, ColumnDefinition, ColumnType, Keyed, Table } from "../ports/index.ts";
import type { PersonalData, PersonalDataOf } from "./personal/declaration.ts";
import { requireZod4 } from "./zod4.ts";

const columnTypes = z.registry<{ readonly type: ColumnType }>();

/** An instant in epoch milliseconds. */
export const instant = () => z.int().register(columnTypes, { type: "instant" });

/** Bytes, stored in a separate column. */
export function bytes(): z.ZodType<Bytes, Bytes> {
  return z.instanceof(Uint8Array).register(columnTypes, { type: "bytes" });
}

/** A row that commands read, change and write back with a version check. */
export interface Versioned extends Keyed {
  /** Increases with each change; changing an older version is a conflict. */
  readonly version: number;
}

/**
 * A table with its schema. Everything but the schema is plain data: the schema is not enumerable, so that an adapter can
 * copy, compare, store and print the tables it is given.
 */
export interface DefinedTable<Row extends Keyed = Keyed> extends Table<Row> {
  /** Prefix of the ids of its rows. */
  readonly idPrefix: string;
  readonly versioned: boolean;
  readonly schema: z.ZodType<Row>;
  /** The personal data in it; absent if its columns need no declaration. */
  readonly personal?: PersonalData;
}

type RowFor<Shape extends z.ZodRawShape> = Readonly<z.output<z.ZodObject<Shape>>>;
type Field<Shape extends z.ZodRawShape> = (keyof Shape & string) | "tenantId" | "id";

interface TableOptions<Shape extends z.ZodRawShape> {
  readonly comment: string;
  readonly idPrefix: string;
  readonly fields: Shape;
  /** Unique keys, each scoped to the tenant. */
  readonly unique?: Readonly<Record<string, readonly Field<Shape>[]>>;
  /** Indexes; start them with `tenantId` unless the query spans tenants. */
  readonly indexes?: Readonly<Record<string, readonly Field<Shape>[]>>;
  /** Indexes that omit rows with null in the first field. */
  readonly sparseIndexes?: Readonly<Record<string, readonly Field<Shape>[]>>;
  /** Names of unique keys and indexes of earlier versions, which are dropped where they are still there. */
  readonly retired?: readonly string[];
  readonly search?: readonly (keyof Shape & string)[];
  /**
   * Whose data the rows hold, and what happens to it when that person is erased. A desk refuses to start with a table
   * whose free text is not declared.
   */
  readonly personal?: PersonalDataOf<NoInfer<RowFor<Shape>> & { readonly id: string }>;
}

type BuildOptions = Omit<TableOptions<z.ZodRawShape>, "personal"> & { readonly personal?: PersonalData };

/**
 * Creates a table from zod fields: separate columns for text, integer, real, boolean and instant, JSON for the rest.
 * Every row gets `tenantId`, `id` and `version`.
 */
export function defineTable<const Shape extends z.ZodRawShape>(
  name: string,
  options: TableOptions<Shape>,
): DefinedTable<Versioned & RowFor<Shape>> {
  return build(name, options, { version: z.int() });
}

/** Like {@link defineTable}, for rows that are written once and never change: they have no version. */
export function defineAppendOnlyTable<const Shape extends z.ZodRawShape>(
  name: string,
  options: TableOptions<Shape>,
): DefinedTable<Keyed & RowFor<Shape>> {
  return build(name, options, {});
}

function build<Row extends Keyed>(
  name: string,
  options: BuildOptions,
  extra: z.ZodRawShape,
): DefinedTable<Row> {
  const shape = { tenantId: z.string(), id: z.string(), ...extra, ...options.fields };
  for (const [field, schema] of Object.entries(shape)) {
    requireZod4(`"${name}.${field}"`, schema);
    refuseOptional(name, field, schema);
  }
  const columns = Object.fromEntries(
    Object.entries(shape).map(([field, schema]) => [field, columnOf(schema)]),
  );
  const named = (keys: Readonly<Record<string, readonly string[]>> | undefined, sparse: boolean) =>
    Object.entries(keys ?? {}).map(([key, fields]) => ({ name: key, fields, ...(sparse ? { sparse } : {}) }));
  const table = {
    name,
    comment: options.comment,
    idPrefix: options.idPrefix,
    versioned: "version" in extra,
    columns,
    unique: named(options.unique, false).map((key) => ({ ...key, fields: withTenant(key.fields) })),
    indexes: [...named(options.indexes, false), ...named(options.sparseIndexes, true)],
    ...(options.retired === undefined ? {} : { retired: options.retired }),
    ...(options.search === undefined ? {} : { search: options.search }),
    ...(options.personal === undefined ? {} : { personal: options.personal }),
  };
  // The row type is computed from the same shape, which zod can't relate through the generic.
  return Object.defineProperty(table, "schema", { value: z.object(shape) }) as unknown as DefinedTable<Row>;
}

function withTenant(fields: readonly string[]): readonly string[] {
  return fields.includes("tenantId") ? fields : ["tenantId", ...fields];
}

function columnOf(schema: z.core.$ZodType): ColumnDefinition {
  let inner = schema;
  let nullable = false;
  while (inner instanceof z.ZodNullable || inner instanceof z.ZodDefault || inner instanceof z.ZodReadonly) {
    if (inner instanceof z.ZodNullable) nullable = true;
    inner = inner.def.innerType;
  }
  const comment = z.globalRegistry.get(schema)?.description ?? z.globalRegistry.get(inner)?.description;
  return { type: typeOf(inner), nullable, ...(comment === undefined ? {} : { comment }) };
}

function typeOf(schema: z.core.$ZodType): ColumnType {
  const registered = columnTypes.get(schema);
  if (registered !== undefined) return registered.type;
  // Formats such as `z.email()` are strings, though not of the class ZodString; naming the class that they share,
  // `z.core.$ZodString`, would bring all of zod's languages into every bundle.
  if (schema._zod.def.type === "string" || isOfWords(schema)) return "text";
  if (schema instanceof z.ZodBoolean) return "boolean";
  if (schema instanceof z.ZodNumber) return schema.isInt ? "integer" : "real";
  return "json";
}

function isOfWords(schema: z.core.$ZodType): boolean {
  if (!(schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral)) return false;
  const words = schema instanceof z.ZodEnum ? schema.options : [...schema.values];
  return words.every((word) => typeof word === "string");
}

function refuseOptional(table: string, field: string, schema: z.core.$ZodType): void {
  if (!(schema instanceof z.ZodOptional)) return;
  throw new SupportError(
    "INVALID_CONFIGURATION",
    `"${table}.${field}" is optional, but rows have every column. Make it nullable instead.`,
  );
}
