import { isSupportError } from "../errors/index.ts";

/** Builds a part of the desk; where that is refused, the reason goes to `problems`, and undefined comes back. */
export function collect<Part>(problems: string[], build: () => Part): Part | undefined {
  try {
    return build();
  } catch (error) {
    if (!isSupportError(error)) throw error;
    problems.push(error.message);
    return undefined;
  }
}
