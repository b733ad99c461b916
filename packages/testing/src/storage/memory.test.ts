import { memoryStorage } from "@heedkit/core/memory";
import { storageSuite } from "./storageSuite.ts";

storageSuite({
  name: "memory",
  create: () => memoryStorage(),
  capabilities: { hostTransactions: false, durable: false, shared: false },
});
