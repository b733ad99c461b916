import { type Storage, SupportError } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { deskSuite } from "./deskSuite.ts";

/** A storage as the simplest adapters are: not searchable, not durable, of one process, without host transactions. */
function bareStorage(): Storage {
  const storage = memoryStorage();
  return {
    ...storage,
    capabilities: { search: false, hostTransactions: false, durable: false, shared: false },
    async search() {
      throw new SupportError("UNSUPPORTED", "This storage cannot search.");
    },
  };
}

// What a desk promises holds on every storage. A test that takes a capability for granted fails here.
deskSuite({ name: "bare memory", create: bareStorage });
