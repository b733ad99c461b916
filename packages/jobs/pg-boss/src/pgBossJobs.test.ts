import { engineSuite } from "@heedkit/testing";
import { Pool } from "pg";
import { afterAll, expect, test } from "vitest";
import { portOf } from "../../../../scripts/services.ts";
import { pgBossJobs } from "./pgBossJobs.ts";

const port = portOf("postgres");

if (port === null) test.skip("There is no PostgreSQL server here.");
else {
  const connection = { host: "127.0.0.1", port, user: "heedkit", password: "secret", database: "heedkit" };
  const schema = `jobs_${process.pid}`;
  const admin = new Pool({ ...connection, max: 2 });
  let queues = 0;

  afterAll(async () => {
    await admin.query(`drop schema if exists ${schema} cascade`);
    await admin.end();
  });

  const ended = async (application: string) => {
    const { rowCount } = await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
      [application],
    );
    return rowCount ?? 0;
  };

  engineSuite({
    name: "pg-boss",
    create() {
      const queue = `queue_${++queues}`;
      const application_name = `${schema}_${queue}`;
      return {
        engine: () => pgBossJobs({ connection: { ...connection, application_name, max: 3 }, schema, queue }),
        async flush() {
          await admin.query(`delete from ${schema}.job where name = $1`, [queue]);
        },
        async disconnect() {
          // It may be between two, having lost the last ones a moment ago.
          await expect.poll(() => ended(application_name), { timeout: 10_000 }).toBeGreaterThan(0);
        },
      };
    },
  });
}
