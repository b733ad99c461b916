import { SupportError } from "./errors/index.ts";
import { answered, type PortBound, parseId } from "./kernel/index.ts";

/** The tenants of a desk: a list, or a function that looks them up. */
export type Tenants = readonly string[] | ((tenantId: string) => boolean | Promise<boolean>);

/** The tenant of a desk that only has one. */
export const defaultTenant = "default";

/** With a list, unknown tenants are detected immediately; a function is asked, and a positive result is cached. */
export function tenantDirectory(tenants: Tenants = [defaultTenant], bound: PortBound) {
  const ask = (tenantId: string) =>
    typeof tenants === "function" &&
    answered(bound, "EXTENSION_FAILED", "The option tenants", () => tenants(tenantId));
  const known = new Set(typeof tenants === "function" ? [] : tenants);
  return {
    /** Those that are known from the start. */
    listed: typeof tenants === "function" ? [] : tenants,
    /** The only tenant, or null. */
    sole: typeof tenants === "function" || tenants.length > 1 ? null : (tenants[0] ?? defaultTenant),
    first: typeof tenants === "function" ? defaultTenant : (tenants[0] ?? defaultTenant),
    /** @throws SupportError UNKNOWN_TENANT if there is a list without it. */
    check(tenantId: string): void {
      parseId(tenantId, "tenant");
      if (typeof tenants !== "function" && !known.has(tenantId)) throw unknownTenant(tenantId);
    },
    /** @throws SupportError UNKNOWN_TENANT */
    async require(tenantId: string): Promise<void> {
      if (known.has(tenantId)) return;
      if (!(await ask(tenantId))) throw unknownTenant(tenantId);
      known.add(tenantId);
    },
  };
}

function unknownTenant(tenantId: string): SupportError {
  return new SupportError(
    "UNKNOWN_TENANT",
    `There is no tenant "${tenantId}". Add it to the option "tenants", or call support.tenant(id) with an existing one.`,
    { details: { tenantId } },
  );
}
