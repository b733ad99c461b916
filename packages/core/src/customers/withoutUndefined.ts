type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Drops what the caller did not give, so that it stays unchanged. */
export function withoutUndefined<T extends object>(values: T): Partial<Defined<T>> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // The entries left are those whose value is defined.
  return Object.fromEntries(entries) as Partial<Defined<T>>;
}
