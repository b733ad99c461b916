import type { Job } from "../ports/index.ts";

type Held = Pick<Job, "tenantId" | "id" | "fence">;

/** The jobs running in this process, so that one cancelled here frees its slot immediately. */
export interface HeldJobs {
  /** `end` is called when the job is cancelled, until the returned function is called. */
  hold(job: Held, end: () => void): () => void;
  /** Ends the job, if it is running here with this fence. */
  end(job: Held): void;
}

export function heldJobs(): HeldJobs {
  const ends = new Map<string, () => void>();
  return {
    hold(job, end) {
      const key = keyOf(job);
      ends.set(key, end);
      return () => {
        if (ends.get(key) === end) ends.delete(key);
      };
    },
    end: (job) => ends.get(keyOf(job))?.(),
  };
}

function keyOf({ tenantId, id, fence }: Held): string {
  return JSON.stringify([tenantId, id, fence]);
}
