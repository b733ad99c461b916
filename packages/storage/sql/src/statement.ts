import { type Kysely, type RawBuilder, sql } from "kysely";

/** SQL text, and which of the values handed over goes to which of its parameters. */
export interface Statement {
  readonly sql: string;
  /** For each parameter the position of its value; null where they are in step. */
  readonly order: readonly number[] | null;
}

/** A statement with the values of one call, in the order of its parameters. */
export interface Bound<Value> {
  readonly sql: string;
  readonly values: readonly Value[];
}

export type Fragment = RawBuilder<unknown>;

class Slot {
  readonly position: number;
  constructor(position: number) {
    this.position = position;
  }
}

/** Hands out placeholders: the n-th is for the n-th value of a call. One may be used several times in a statement. */
export class Slots {
  private count = 0;

  next(): Fragment {
    return sql`${sql.val(new Slot(this.count++))}`;
  }

  list(length: number): Fragment {
    return sql.join(Array.from({ length }, () => this.next()));
  }
}

/** Compiles a fragment whose only parameters are placeholders of {@link Slots}. */
export function compile(kysely: Kysely<unknown>, fragment: Fragment): Statement {
  const compiled = fragment.compile(kysely);
  const order = compiled.parameters.map((parameter) => {
    if (parameter instanceof Slot) return parameter.position;
    throw new TypeError("A statement contains a value of a call: it would be compiled again for each value.");
  });
  return { sql: compiled.sql, order: order.every((position, at) => position === at) ? null : order };
}

/** Puts the values of a call in the order of the statement's parameters. */
export function bind<Value>({ sql, order }: Statement, values: readonly Value[]): Bound<Value> {
  if (order === null) return { sql, values };
  return { sql, values: order.flatMap((position) => values.slice(position, position + 1)) };
}
