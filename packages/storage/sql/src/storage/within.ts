import { type Storage, SupportError } from "@heedkit/core";

/** What a storage does by itself inside a transaction of the host. */
export type WithinHost = Pick<Storage, "get" | "find" | "count" | "aggregate" | "search" | "commit" | "next">;

/** A storage inside a transaction that the host has open: what makes no sense there throws UNSUPPORTED. */
export function storageOfHost(own: Storage, within: WithinHost): Storage {
  const unsupported = (what: string) => async () => {
    throw new SupportError(
      "UNSUPPORTED",
      `${what} is not available in a host transaction. Use the storage itself.`,
    );
  };
  return {
    specVersion: 1,
    name: own.name,
    capabilities: own.capabilities,
    schema: { plan: unsupported("schema.plan"), apply: unsupported("schema.apply") },
    ...within,
    claim: unsupported("claim"),
    within() {
      throw new SupportError("UNSUPPORTED", "This storage is already inside a transaction.");
    },
    close: async () => undefined,
  };
}

/** The error for what was passed to `within` and is no open transaction on the same database. */
export function wrongTransaction(message: string): SupportError {
  return new SupportError(
    "INVALID_INPUT",
    `within() needs an open transaction on the same database. ${message}`,
  );
}
