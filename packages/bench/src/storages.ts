import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { mysqlStorage } from "@heedkit/storage-mysql";
import { postgresStorage } from "@heedkit/storage-postgres";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { createConnection } from "mysql2/promise";
import { Client } from "pg";
import { portOf } from "../../../scripts/services.ts";

/** A separate database for one run. */
export interface OwnDatabase {
  /** Where another process opens it: see {@link openStorage}. */
  readonly location: string;
  drop(): Promise<void>;
}

interface Kind {
  /** `server`: the URL of the server to make it on; default: the one of `scripts/services.sh`. */
  create(server?: string): Promise<OwnDatabase>;
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
  memory: {
    create: async () => ({ location: "", drop: async () => undefined }),
    open: () => memoryStorage(),
  },
  postgres: {
    async create(server = `postgres://heedkit:secret@127.0.0.1:${requirePort("postgres")}/heedkit`) {
      const { name, url } = named(server);
      await onPostgres(server, `create database ${name}`);
      return { location: url, drop: () => onPostgres(server, `drop database ${name} with (force)`) };
    },
    open: (url) => postgresStorage({ url }),
  },
  mysql: {
    async create(server = `mysql://heedkit:secret@127.0.0.1:${requirePort("mariadb")}/heedkit`) {
      const { name, url } = named(server);
      await onMysql(server, `create database ${name} character set utf8mb4`);
      return { location: url, drop: () => onMysql(server, `drop database ${name}`) };
    },
    open: (url) => mysqlStorage({ url }),
  },
};

async function onMysql(server: string, statement: string): Promise<void> {
  const connection = await createConnection(server);
  await connection.query(statement);
  await connection.end();
}

async function onPostgres(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** An unused database name, and its location. */
function named(server: string): { readonly name: string; readonly url: string } {
  const name = `heedkit_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

function requirePort(service: "postgres" | "mariadb"): number {
  const port = portOf(service);
  if (port === null) throw new Error(`${service} is not running: see scripts/services.sh.`);
  return port;
}

/** Makes an empty database of a kind, on the given server or the usual one. Throws for an unknown kind. */
export function ownDatabase(kind: string, server?: string): Promise<OwnDatabase> {
  return kindOf(kind).create(server);
}

/** Opens what {@link ownDatabase} made, in any process. */
export function openStorage(kind: string, location: string): Storage {
  return kindOf(kind).open(location);
}

function kindOf(name: string): Kind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind !== undefined) return kind;
  throw new Error(`Unknown storage "${name}". Use one of: ${Object.keys(kinds).join(", ")}.`);
}
