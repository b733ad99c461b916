import type { Outcome } from "../connecting/outcomes.ts";

/** A transaction of the host, whichever library began it. */
export interface Host {
  /** Identifies the transaction. */
  readonly handle: object;
  /** Runs one statement that has no parameters. */
  run(statement: string): Promise<Outcome>;
  /** Whether it is known to have ended. Default: only the database knows. */
  isOver?(): boolean;
  /** Called when the database said that no transaction is open. */
  foundOver?(): void;
}

/** Recognises the transactions of one library; null for anything else. */
export type Recognise = (value: object) => Host | null;

/** Whether the value has methods of these names. */
export function hasMethods<Name extends string>(
  value: unknown,
  ...names: readonly Name[]
): value is Readonly<Record<Name, (...given: readonly unknown[]) => unknown>> {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  return names.every((name) => name in value && typeof Reflect.get(value, name) === "function");
}
