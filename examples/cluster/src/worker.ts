import { openDesk } from "./desk.ts";
import { readSettings } from "./settings.ts";

/** A process that does what is due: deliveries, warnings, closing of solved cases. Run as many as there is work. */
const support = await openDesk(readSettings(), "worker");
await support.start();
process.send?.({ ready: true });
console.log(`worker ${process.pid} works`);

process.once("SIGTERM", () => support.stop());
