import type * as z from "zod";
import type { AuditOptions } from "./audit/index.ts";
import type { CasesOptions } from "./cases/index.ts";
import type { CustomersOptions, HostContextSources } from "./customers/index.ts";
import type { DeliveryOptions } from "./delivery/index.ts";
import type { IntakeOptions } from "./intake/index.ts";
import type { Report, WorkerOptions } from "./kernel/index.ts";
import type { AnyPlugin } from "./plugins/index.ts";
import type { Blobs, Channel, Clock, Ids, Live, Random, Storage } from "./ports/index.ts";
import type { SlaOptions } from "./sla/index.ts";
import type { TemplatesOptions } from "./templates/index.ts";
import type { Tenants } from "./tenants.ts";

/** The options of a desk. Only `storage` is required. */
export interface SupportOptions<
  Plugins extends readonly AnyPlugin[] = readonly AnyPlugin[],
  Fields extends z.ZodObject = z.ZodObject,
  Sources extends HostContextSources = HostContextSources,
> {
  /** Where rows are stored: `memoryStorage()`, `sqliteStorage({ path })`, ... */
  readonly storage: Storage;
  /** Ways to talk to customers; the first is the default for new cases. Default: none. */
  readonly channels?: readonly Channel[];
  /** Ids of the tenants, or a function that returns whether one exists. Default `["default"]`. */
  readonly tenants?: Tenants;
  /** Tracking codes, statuses, the host's own fields, and what a late reply does. */
  readonly cases?: CasesOptions<Fields>;
  /** What the host knows about customers. */
  readonly customers?: CustomersOptions<Sources>;
  /** Texts that the desk sends: its name, its language, the acknowledgement, and ways to reach a person. */
  readonly templates?: TemplatesOptions;
  /** Limits on automatic messages. */
  readonly delivery?: DeliveryOptions;
  /** SLA policies and calendars. Default: none. */
  readonly sla?: SlaOptions;
  /** How the events are sealed. */
  readonly audit?: AuditOptions;
  /** Limits on incoming messages. */
  readonly intake?: IntakeOptions;
  /** Additional domains. Default: none. */
  readonly plugins?: Plugins;
  /** How due work is done. */
  readonly worker?: WorkerOptions;
  /**
   * What to do with the database schema at start: `apply` creates and migrates tables (default), `check` refuses to
   * start unless they are up to date, `skip` does nothing.
   */
  readonly schema?: "apply" | "check" | "skip";
  /** Receives background failures that no caller can catch. Default: `console.error`. */
  readonly report?: Report;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Default: the platform's cryptographic randomness. */
  readonly random?: Random;
  /** Default: TypeIDs from the clock and the randomness. */
  readonly ids?: Ids;
  /** Default: within this process. */
  readonly live?: Live;
  /** Default: rows of the storage. */
  readonly blobs?: Blobs;
}
