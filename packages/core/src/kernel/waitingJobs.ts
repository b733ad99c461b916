import { isConflictError, SupportError } from "../errors/index.ts";
import { inCode } from "./code.ts";
import type { Context } from "./context.ts";
import type { JobHandler, JobRun, RoomJobHandlers } from "./jobHandlers.ts";
import { dead, type JobRow, jobs } from "./jobTable.ts";
import { transact } from "./transact.ts";
import type { JobKind, Transaction } from "./transaction.ts";

/**
 * Cancels a job, in one commit with what its kind adds. A new fence makes sure that a worker that has claimed it in the
 * meantime is rejected; one in this process frees its slot immediately.
 */
export async function cancelJob(context: Context, handlers: RoomJobHandlers, id: string): Promise<void> {
  const { storage, tenantId, kernel } = context;
  for (;;) {
    const [job] = await storage.get(jobs, [{ tenantId, id }]);
    if (job === undefined || job.diedAt !== null) throw notWaiting(id);
    const handler = Object.hasOwn(handlers, job.kind)
      ? (handlers[job.kind as JobKind] as JobHandler | undefined)
      : undefined;
    const error = new SupportError("CANCELLED", `The job was cancelled by ${nameOf(context)}.`);
    const cause = {
      at: kernel.clock.now(),
      attempt: job.fence - job.fenceBase,
      code: error.code,
      message: error.message,
    };
    const set: Partial<JobRow> = { ...dead(cause.at), failures: [...job.failures, cause].slice(-20) };
    try {
      // The kind selected the handler, so the data is of that kind.
      const code = kernel.jobOwners.get(job.kind);
      const onDead = (tx: Transaction) =>
        inCode(code, `The job "${job.kind}"`, () => handler?.onDead?.(tx, job.data as JobRun["data"], error));
      await transact({ ...context, code }, onDead, [
        {
          kind: "update",
          table: jobs,
          key: { tenantId, id },
          set,
          increment: { fence: 1 },
          expect: { fence: job.fence, diedAt: null },
        },
      ]);
      if (storage === kernel.storage) kernel.heldJobs.end(job);
      return;
    } catch (conflict) {
      // It was claimed, finished or postponed in the meantime, so check again.
      if (!isConflictError(conflict) || conflict.conflict.table !== jobs.name) throw conflict;
    }
  }
}

function nameOf({ actor: { kind, id } }: Context): string {
  return id === null ? `the ${kind}` : `the ${kind} ${id}`;
}

function notWaiting(id: string): SupportError {
  return new SupportError(
    "NOT_FOUND",
    `There is no waiting or running job ${id}. It may have finished, or failed all attempts.`,
  );
}
