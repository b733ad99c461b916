/** ` Did you mean "x"?` for the known name closest to a misspelt one; empty if none is close. */
export function suggest(given: string, known: readonly string[]): string {
  const name = nearest(given, known);
  return name === null ? "" : ` Did you mean "${name}"?`;
}

/** The known name closest to a misspelt one, or null if none is close. */
export function nearest(given: string, known: readonly string[]): string | null {
  const allowed = Math.max(1, Math.floor(given.length / 3));
  const [best] = known
    .filter((name) => Math.abs(name.length - given.length) <= allowed)
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((left, right) => left.distance - right.distance);
  return best?.name ?? null;
}

/** Number of letters to insert, delete, replace, or swap with their neighbour (optimal string alignment). */
function editDistance(left: string, right: string): number {
  const rows = [Array.from({ length: right.length + 1 }, (_, at) => at)];
  const cell = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      row.push(
        Math.min(
          cell(i - 1, j) + 1,
          cell(i, j - 1) + 1,
          cell(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? cell(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return cell(left.length, right.length);
}
