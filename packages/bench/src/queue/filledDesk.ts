import type { Desk } from "@heedkit/core";

/** A desk with so many cases, and queries by hand on the same rows, driver and machine. */
export interface FilledDesk {
  readonly count: number;
  readonly support: Pick<Desk<readonly [], Record<string, unknown>, Record<never, never>>, "cases">;
  /** A prepared query of cases, their columns read as the desk gives them. */
  prepare(
    condition: string,
  ): (values: readonly (string | number)[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}
