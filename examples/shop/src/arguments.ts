import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Where `npm start` was typed: npm changes to the package's folder, but paths are relative to this one. */
export const startedIn = process.env.INIT_CWD ?? process.cwd();

export const usage = `npm start -- [options]

  --once            show the tour and end
  --db PATH         file of the shop (default examples/shop/data/shop.db)
  --mail-port PORT  where mail comes in (default 2525; with --once any free one)
  --page-port PORT  the page (default 3737; with --once any free one)
  --help            this`;

export interface Arguments {
  readonly once: boolean;
  readonly help: boolean;
  readonly databasePath: string;
  readonly mailPort: number;
  readonly pagePort: number;
}

/** Throws an error that says what is wrong with the command line. */
export function readArguments(words: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      once: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      db: { type: "string", default: fileURLToPath(new URL("../data/shop.db", import.meta.url)) },
      "mail-port": { type: "string" },
      "page-port": { type: "string" },
    },
  });
  const { once, help, db } = values;
  return {
    once,
    help,
    databasePath: resolve(startedIn, db),
    mailPort: portOf("--mail-port", values["mail-port"], once ? 0 : 2525),
    pagePort: portOf("--page-port", values["page-port"], once ? 0 : 3737),
  };
}

function portOf(option: string, given: string | undefined, standard: number): number {
  if (given === undefined) return standard;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${option} must be a port from 0 to 65535, not "${given}".`);
}
