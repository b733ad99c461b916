import { SupportError } from "../errors/index.ts";
import type { Keyed, Scalar, Table } from "../ports/index.ts";
import { type Code, inCode } from "./code.ts";
import type { Derivation } from "./derivations.ts";
import type { Staging } from "./staging.ts";
import type { Transaction } from "./transaction.ts";

interface Registered {
  readonly derivation: Derivation;
  readonly code: Code | undefined;
}

/** What a derivation has seen of a commit. */
interface Look {
  /** How often rows of its table had been written when it last ran. */
  writes: number;
  /** Rows as it last saw them, with its result, by id; null: deleted. */
  readonly seen: Map<string, Keyed | null>;
}

/**
 * Derivations over staged rows. Each call runs them once, for rows that changed since they last ran, and returns the
 * names of the tables with changes.
 */
export function deriver(
  registered: readonly Registered[],
  staging: Staging,
  runAs: (code: Code | undefined) => Transaction,
): () => Promise<readonly string[]> {
  const looks = new Map<Registered, Look>();
  return async () => {
    const derived: string[] = [];
    for (const one of registered) {
      const { table } = one.derivation;
      const look = looks.get(one) ?? { writes: 0, seen: new Map<string, Keyed | null>() };
      looks.set(one, look);
      const writes = staging.writesTo(table);
      if (writes === look.writes) continue;
      look.writes = writes;
      if (await deriveTable(one, staging, look, runAs(one.code))) derived.push(table.name);
    }
    return derived;
  };
}

async function deriveTable(
  { derivation, code }: Registered,
  staging: Staging,
  look: Look,
  tx: Transaction,
): Promise<boolean> {
  const { table } = derivation;
  const { seen } = look;
  let isAny = false;
  for (const id of staging.idsIn(table)) {
    const { original, current: after } = staging.change(table, id);
    const known = seen.get(id);
    const before = known === undefined ? original : known;
    if (known === undefined ? original === null && after === null : isSame(known, after)) continue;
    isAny = true;
    const saw = after === null ? null : { ...after };
    const what = `The derivation of "${table.name}"`;
    const columns = await inCode(code, what, () => derivation.derive({ before, after }, tx));
    if (columns !== null) {
      refuseForeign(code, table, columns);
      staging.lay(table, id, columns);
      look.writes++;
    }
    seen.set(id, saw === null ? null : { ...saw, ...columns });
  }
  return isAny;
}

function isSame(seen: Keyed | null, row: Keyed | null): boolean {
  if (seen === null || row === null) return seen === row;
  const before: Readonly<Record<string, unknown>> = { ...seen };
  return Object.entries(row).every(([column, value]) => Object.is(before[column], value));
}

function refuseForeign(
  code: Code | undefined,
  { name }: Table,
  columns: Readonly<Record<string, Scalar>>,
): void {
  if (code === undefined || code.tables.has(name)) return;
  throw new SupportError(
    "FORBIDDEN",
    `The plugin "${code.id}" derives ${Object.keys(columns).join(", ")} of the table "${name}", which it does not own. Return null, and call an operation with tx.call(...).`,
    { details: { plugin: code.id, table: name } },
  );
}
