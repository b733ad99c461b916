/** Where a walk in several passes is: in which pass, and behind which row of it. */
export interface Position {
  readonly pass: number;
  /** Null: before the first row. */
  readonly after: string | null;
}

export function encodePosition(pass: number, after: string | null): string {
  return `${pass} ${after ?? ""}`;
}

/** Null is the beginning. */
export function parsePosition(text: string | null): Position {
  if (text === null) return { pass: 0, after: null };
  const gap = text.indexOf(" ");
  const after = text.slice(gap + 1);
  return { pass: Number(text.slice(0, gap)), after: after === "" ? null : after };
}
