import { createHash } from "node:crypto";

/** A digest of everything that happened, in order: runs that differ anywhere differ here. */
export interface Trace {
  add(line: string): void;
  /** Hex; ends the trace. */
  digest(): string;
}

export function createTrace(listener: ((line: string) => void) | undefined): Trace {
  const hash = createHash("sha256");
  return {
    add(line) {
      hash.update(line).update("\n");
      listener?.(line);
    },
    digest: () => hash.digest("hex").slice(0, 16),
  };
}
