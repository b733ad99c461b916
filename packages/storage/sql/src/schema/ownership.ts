import { SupportError } from "@heedkit/core";

/** The layout that this version writes. Grows when an older version could no longer read it. */
export const tableFormat = "1";

/** What an adapter has found under the prefix. */
export interface Premises {
  readonly prefix: string;
  /** Names of the tables that begin with the prefix. */
  readonly tables: readonly string[];
  /** The format that the meta table says; undefined where it says none. Not looked at without a meta table. */
  readonly format: string | undefined;
  /** For messages: `@heedkit/storage-sqlite`. */
  readonly adapter: string;
  /** What else than the prefix could be changed: "another file". */
  readonly elsewhere: string;
}

/** Throws STORAGE_FOREIGN when there are tables under the prefix that this version must not touch. */
export function requireOurTables({ prefix, tables, format, adapter, elsewhere }: Premises): void {
  const [first] = tables;
  if (first === undefined) return;
  if (!tables.includes(`${prefix}meta`))
    throw new SupportError(
      "STORAGE_FOREIGN",
      `The database has a table "${first}" that Heedkit did not create. Use another prefix than "${prefix}", or ${elsewhere}.`,
      { details: { table: first } },
    );
  if (format === tableFormat) return;
  throw new SupportError(
    "STORAGE_FOREIGN",
    `The tables "${prefix}*" are of format ${format ?? "unknown"}; this version of ${adapter} supports format ${tableFormat}. They were written by a newer version, or by something else. Upgrade the package or use another prefix.`,
    { details: { found: format ?? null, known: tableFormat } },
  );
}
