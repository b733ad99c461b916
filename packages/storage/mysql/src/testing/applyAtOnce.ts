import { mysqlStorage } from "../mysqlStorage.ts";
import { optionsFor } from "./database.ts";
import { entries } from "./table.ts";

/** Creates the tables when told to, and prints how many steps it took. */
const [database = ""] = process.argv.slice(2);
const storage = mysqlStorage(optionsFor(database));
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const { steps } = await storage.schema.apply([entries]);
process.stdout.write(`${steps.length}\n`);
await storage.close();
process.stdin.destroy();
