import { openDesk } from "./desk.ts";
import { readSettings } from "./settings.ts";

/** A process that does due work: deliveries, warnings, closing solved cases. Run as many as the work needs. */
const support = await openDesk(readSettings(), "worker");
await support.start();
process.send?.({ ready: true });
console.log(`worker ${process.pid} works`);

process.once("SIGTERM", () => support.stop());
