import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Test files that take longest, roughly in order. Started first, they leave no worker with minutes of work at the end,
 * when the others have none. A file that is missing here costs time, nothing else.
 */
const longest = [
  "storage/mysql/src/desk.test.ts",
  "storage/postgres/src/desk.test.ts",
  "core/src/sla/model.test.ts",
  "core/src/calendar/oracle.test.ts",
  "storage/sqlite/src/desk.test.ts",
  "storage/postgres/src/pglite.test.ts",
  "simulate/src/crashPoints/crashPoints.test.ts",
  "simulate/src/simulation.test.ts",
  "storage/mysql/src/halfOpen.test.ts",
  "jobs/bullmq/src/bullmqJobs.test.ts",
  "jobs/pg-boss/src/pgBossJobs.test.ts",
  "testing/src/desk/memory.test.ts",
  "storage/mysql/src/suite.test.ts",
  "storage/mysql/src/migration.test.ts",
  "storage/postgres/src/suite.test.ts",
  "channels/email/src/imap/hostileServer.test.ts",
  "channels/email/src/smtp/slowPeers.test.ts",
  "channels/email/src/parsing/poison.test.ts",
  "channels/email/src/parsing/poisonAcrossLives.test.ts",
  "channels/email/src/suite.test.ts",
  "testing/src/channel/mutants.test.ts",
];

function rank({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((file) => moduleId.endsWith(`/packages/${file}`));
  return place === -1 ? longest.length : place;
}

/** Starts the longest files first; vitest alone runs one project after the other, those of the databases last. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}
