/** What a failed check was about, for its message. */
export interface Explanation {
  /** Called before each check. */
  begin(): void;
  /** One or more lines; null if there is nothing to add. */
  told(): string | null;
}

let current: Explanation | null = null;

/** Checks registered by `register` add the explanation to the messages of their failures. */
export function explainedBy(explanation: Explanation, register: () => void): void {
  const outer = current;
  current = explanation;
  try {
    register();
  } finally {
    current = outer;
  }
}

/** The body of a check with the current explanation added to its failure. */
export function explained(body: () => unknown): () => Promise<void> {
  const explanation = current;
  return async () => {
    explanation?.begin();
    try {
      await body();
    } catch (error) {
      const told = explanation?.told() ?? null;
      // In place: the error keeps its stack and the difference that vitest shows.
      if (told !== null && error instanceof Error) error.message += `\n\n${told}`;
      throw error;
    }
  };
}
