import { asSupportError, type Storage, type SupportError } from "@heedkit/core";

/**
 * Makes a storage, or one that says what is wrong with its options: `createSupport` names it together with everything
 * else that is wrong. Whoever uses it by itself meets the same error at the first call.
 */
export function storageOrProblems(name: string, make: () => Storage): Storage {
  try {
    return make();
  } catch (error) {
    return misconfigured(
      name,
      asSupportError(error, "INVALID_CONFIGURATION", `Creating the ${name} storage`),
    );
  }
}

function misconfigured(name: string, error: SupportError): Storage {
  const refuse = () => Promise.reject(error);
  return {
    specVersion: 1,
    name,
    capabilities: { search: false, hostTransactions: false, durable: false, shared: false },
    problems: [error.message],
    schema: { plan: refuse, apply: refuse },
    get: refuse,
    find: refuse,
    count: refuse,
    aggregate: refuse,
    search: refuse,
    commit: refuse,
    claim: refuse,
    next: refuse,
    within() {
      throw error;
    },
    close: async () => undefined,
  };
}
