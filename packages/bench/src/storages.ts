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

/** A database of its own for one run. */
export interface OwnDatabase {
  /** What another process opens it by: see {@link openStorage}. */
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

/** A database's name that nobody has, and where it will be. */
function named(server: string): { readonly name: string; readonly url: string } {
  const name = `heedkit_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

function requirePort(service: "postgres" | "mariadb"): number {
  const port = portOf(service);
  if (port === null) throw new Error(`There is no ${service} here: see scripts/services.sh.`);
  return port;
}

/** Makes an empty database of a kind, on a server of one's own or the usual one. Throws for a kind that there is not. */
export function ownDatabase(kind: string, server?: string): Promise<OwnDatabase> {
  return kindOf(kind).create(server);
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
