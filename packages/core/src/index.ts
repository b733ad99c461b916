/**
 * Customer support that lives inside your own application: customers, cases, templates and the ports that storage and
 * channels plug into.
 *
 * @module
 */
export * from "./agents/index.ts";
export * from "./calendar/index.ts";
export * from "./cases/index.ts";
export * from "./conditions/index.ts";
export * from "./customers/index.ts";
export * from "./delivery/index.ts";
export * from "./errors/index.ts";
export type { Desk } from "./facade.ts";
export * from "./intake/index.ts";
export * from "./kernel/index.ts";
export type { SupportOptions } from "./options.ts";
export * from "./plugins/index.ts";
export * from "./ports/index.ts";
export * from "./rows/index.ts";
export * from "./sla/index.ts";
export { createSupport, type Support } from "./support.ts";
export * from "./templates/index.ts";
export { defaultTenant, type Tenants } from "./tenants.ts";
