import { SupportError } from "../errors/index.ts";
import type { Context } from "./context.ts";
import { type JobRow, jobs, postponed, released } from "./jobTable.ts";
import { transact } from "./transact.ts";

/** Retries a dead job with all its attempts, immediately. */
export async function replayDeadLetter(context: Context, jobId: string): Promise<void> {
  const job = await requireDead(context, jobId);
  await changeDead(context, job, {
    diedAt: null,
    ...postponed(job, context.kernel.clock.now()),
    ...released,
    fenceBase: job.fence,
  });
  if (context.storage === context.kernel.storage) context.kernel.committed([], true);
}

/** Deletes a dead job. */
export async function discardDeadLetter(context: Context, jobId: string): Promise<void> {
  const { tenantId, id, fence } = await requireDead(context, jobId);
  await transact(context, () => undefined, [
    { kind: "delete", table: jobs, key: { tenantId, id }, expect: { fence } },
  ]);
}

async function changeDead(context: Context, job: JobRow, set: Partial<JobRow>): Promise<void> {
  const { tenantId, id, fence } = job;
  await transact(context, () => undefined, [
    { kind: "update", table: jobs, key: { tenantId, id }, set, expect: { fence, diedAt: job.diedAt } },
  ]);
}

async function requireDead({ storage, tenantId }: Context, id: string): Promise<JobRow> {
  const [job] = await storage.get(jobs, [{ tenantId, id }]);
  if (job === undefined || job.diedAt === null) {
    throw new SupportError("NOT_FOUND", `There is no dead job ${id}. List the dead jobs with jobs.list.`);
  }
  return job;
}
