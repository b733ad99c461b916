// The servers that code in the docs runs against. Null where one is neither installed nor given by the environment; in
// CI portOf insists on it.
import { portOf } from "../services.ts";

const database = "heedkit_docs";
const [postgres, mysql, redis] = ["postgres", "mariadb", "redis"].map(portOf);

export const addresses = {
  postgres: postgres && `postgres://heedkit:secret@127.0.0.1:${postgres}/${database}`,
  mysql: mysql && `mysql://heedkit:secret@127.0.0.1:${mysql}/${database}`,
  redis: redis && `redis://127.0.0.1:${redis}/14`,
};

/** Makes an empty database on each server of databases. */
export async function emptyDatabases() {
  if (addresses.postgres !== null) {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: addresses.postgres.replace(database, "postgres") });
    await client.connect();
    await client.query(`drop database if exists ${database} with (force)`);
    await client.query(`create database ${database}`);
    await client.end();
  }
  if (addresses.mysql !== null) {
    const { createConnection } = await import("mysql2/promise");
    const connection = await createConnection(addresses.mysql.replace(database, ""));
    await connection.query(`drop database if exists ${database}`);
    await connection.query(`create database ${database}`);
    await connection.end();
  }
}
