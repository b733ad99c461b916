import { readArguments } from "./arguments.ts";
import { openShop } from "./openShop.ts";
import { failed } from "./terminal.ts";
import { tour } from "./tour/tour.ts";

const given = readArguments(process.argv.slice(2));
const shop = await openShop(given);
try {
  await tour(shop.scene);
} catch (error) {
  failed(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
await shop.stop();
