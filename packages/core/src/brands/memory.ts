import type { Kernel, Read } from "../kernel/index.ts";
import { brandRoutes } from "./schema.ts";

/** Remembers which tenants have no brands, so that their mail costs no look-up. */
export interface BrandMemory {
  /** Whether anything leads to a brand. A first brand of another process is noticed within 5 seconds. */
  hasAny(read: Read): Promise<boolean>;
}

const keepMs = 5_000;
/** Tenants that a process remembers. */
const mostTenants = 10_000;

export function createBrandMemory(kernel: Kernel): BrandMemory {
  const without = new Map<string, number>();
  let generation = 0;
  for (const type of ["brand.created", "brand.updated"] as const) {
    kernel.emitter.on(type, ({ tenantId }) => {
      without.delete(tenantId);
      generation++;
    });
  }
  return {
    async hasAny(read) {
      const { tenantId, now } = read;
      if (!read.seesUncommitted(brandRoutes)) {
        const readAt = without.get(tenantId);
        if (readAt !== undefined && Math.abs(now - readAt) < keepMs) return false;
      }
      const before = generation;
      // By the index: every route comes after the empty text.
      if ((await read.findOne(brandRoutes, { field: "route", above: "" })) !== null) return true;
      if (before !== generation || read.seesUncommitted(brandRoutes)) return false;
      if (without.size >= mostTenants) without.clear();
      without.set(tenantId, now);
      return false;
    },
  };
}
