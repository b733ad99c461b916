import { parseArgs } from "node:util";
import { startCustomers } from "./customers.ts";
import { serverUrls, startProcess } from "./processes.ts";

/** Starts web processes and workers on this machine, as a process manager would, and stops them together. */
const { values } = parseArgs({
  options: { webs: { type: "string", default: "2" }, workers: { type: "string", default: "2" } },
});
const customers = await startCustomers();
const environment = { ...serverUrls(), CUSTOMERS_URL: customers.url };

// Start one first: it creates the tables. The others would wait for it.
const webs = [await startProcess("web", environment)];
while (webs.length < Number(values.webs)) webs.push(await startProcess("web", environment));
const workers = await Promise.all(
  Array.from({ length: Number(values.workers) }, () => startProcess("worker", environment)),
);

const [web] = webs;
console.log(`
Write to it:      curl -d '{"from":"ada@example.com","subject":"Tea","text":"Where is it?"}' ${web?.url}/messages
Look at it live:  curl -N ${webs.at(-1)?.url}/live
Kill a worker:    kill -9 ${workers[0]?.child.pid}`);

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, async () => {
    await Promise.all([...webs, ...workers].map((each) => each.stop()));
    customers.close();
  });
