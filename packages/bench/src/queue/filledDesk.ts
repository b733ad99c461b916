import type { Desk } from "@heedkit/core";

/** A desk with this many cases, and hand-written queries on the same rows, driver and machine. */
export interface FilledDesk {
  readonly count: number;
  readonly support: Pick<Desk<readonly [], Record<string, unknown>, Record<never, never>>, "cases">;
  /** A prepared query of cases that returns the same columns as the desk. */
  prepare(
    condition: string,
  ): (values: readonly (string | number)[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}
