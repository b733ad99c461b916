import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";

/** A database of its own for one run. */
export interface OwnDatabase {
  /** What another process opens it by: see {@link openStorage}. */
  readonly location: string;
  drop(): Promise<void>;
}

interface Kind {
  create(): Promise<OwnDatabase>;
  open(location: string): Storage;
}

const kinds: Readonly<Record<string, Kind>> = {
  sqlite: {
    async create() {
      const folder = mkdtempSync(join(tmpdir(), "heedkit-bench-"));
      return {
        location: join(folder, "desk.db"),
        drop: async () => rmSync(folder, { recursive: true, force: true }),
      };
    },
    open: (path) => sqliteStorage({ path }),
  },
};

/** Makes an empty database of a kind. Throws for a kind that there is not. */
export function ownDatabase(kind: string): Promise<OwnDatabase> {
  return kindOf(kind).create();
}

/** Opens what {@link ownDatabase} has made, in whichever process. */
export function openStorage(kind: string, location: string): Storage {
  return kindOf(kind).open(location);
}

function kindOf(name: string): Kind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined) return kind;
  throw new Error(`There is no storage "${name}" here. There are: ${Object.keys(kinds).join(", ")}.`);
}
