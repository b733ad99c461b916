import { type Arguments, readArguments, usage } from "./arguments.ts";
import { takenPort } from "./desk.ts";
import { introduce, invite } from "./introduction.ts";
import { openShop, type Shop } from "./openShop.ts";
import { type PageServer, startPage } from "./page/server.ts";
import { keepSetting, setting } from "./shop/database.ts";
import { dim, failed, say } from "./terminal.ts";
import { tour } from "./tour/tour.ts";
import { watch } from "./watch.ts";
import { welcomeBack } from "./welcomeBack.ts";

async function run(given: Arguments): Promise<void> {
  const shop = await openShop(given);
  const page = await startPage(shop.scene, given.pagePort).catch(async (error) => {
    await shop.stop();
    throw error;
  });
  stopOnSignal(shop, page);
  introduce(shop, given.databasePath);
  try {
    await show(shop);
  } catch (error) {
    failed(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
  if (given.once || process.exitCode === 1) return stop(shop, page);
  watch(shop.scene);
  invite(shop.mailPort, page.url);
}

/** The tour, once per file; later starts continue from it. */
async function show({ scene }: Shop): Promise<void> {
  const state = setting(scene.database, "tour");
  if (state === "done") return welcomeBack(scene);
  if (state === "begun") say(dim("The tour was interrupted the last time: it begins again."));
  keepSetting(scene.database, "tour", "begun");
  await tour(scene);
  keepSetting(scene.database, "tour", "done");
}

async function stop(shop: Shop, page: PageServer): Promise<void> {
  await page.stop();
  await shop.stop();
}

/** The first signal finishes running work; a second one exits at once. */
function stopOnSignal(shop: Shop, page: PageServer): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      say();
      say(dim("Closing: what is under way is finished first."));
      await stop(shop, page);
      process.exit();
    });
  }
}

function explain(error: unknown): string {
  const port = takenPort(error);
  if (port !== null) {
    return `Port ${port} is taken, perhaps by another run of this shop. Choose others: npm start -- --mail-port 2626 --page-port 3838`;
  }
  return error instanceof Error ? error.message : String(error);
}

try {
  const given = readArguments(process.argv.slice(2));
  if (given.help) console.log(usage);
  else await run(given);
} catch (error) {
  failed(explain(error));
  process.exitCode = 1;
}
