/** The outcome of a statement. */
export interface Outcome {
  /** Of a select, each as an array of its columns. */
  readonly rows: readonly (readonly unknown[])[];
  /** Of a statement that changes rows: how many it found. */
  readonly affected: number;
}

/** What mysql2 gave for one statement. */
export function outcomeOf(result: unknown): Outcome {
  if (Array.isArray(result)) return { rows: result.map(valuesOf), affected: 0 };
  const affected =
    typeof result === "object" && result !== null && "affectedRows" in result ? result.affectedRows : 0;
  return { rows: [], affected: Number(affected) };
}

// A host's connection gives rows as objects, whose keys are in the order of the columns.
function valuesOf(row: unknown): readonly unknown[] {
  if (Array.isArray(row)) return row;
  return typeof row === "object" && row !== null ? Object.values(row) : [];
}
