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

/** Everything a desk is made of. Only `storage` is needed. */
export interface SupportOptions<
  Plugins extends readonly AnyPlugin[] = readonly AnyPlugin[],
  Fields extends z.ZodObject = z.ZodObject,
  Sources extends HostContextSources = HostContextSources,
> {
  /** Where rows are kept: `memoryStorage()`, `sqliteStorage({ path })`, ... */
  readonly storage: Storage;
  /** Ways to talk with customers; the first is the one for cases that name none. Default: none. */
  readonly channels?: readonly Channel[];
  /** Ids of the tenants, or a function that says whether there is one. Default `["default"]`. */
  readonly tenants?: Tenants;
  /** Tracking codes, statuses, the host's own fields, what a late reply does. */
  readonly cases?: CasesOptions<Fields>;
  /** What the host knows of customers. */
  readonly customers?: CustomersOptions<Sources>;
  /** Texts that the desk sends: its name, its language, the acknowledgement, ways to reach a person. */
  readonly templates?: TemplatesOptions;
  /** Bounds of automatic messages. */
  readonly delivery?: DeliveryOptions;
  /** What is promised to customers: policies and calendars. Default: nothing. */
  readonly sla?: SlaOptions;
  /** How the events are sealed. */
  readonly audit?: AuditOptions;
  /** Limits of what is taken in. */
  readonly intake?: IntakeOptions;
  /** Further domains. Default: none. */
  readonly plugins?: Plugins;
  /** How due work is done. */
  readonly worker?: WorkerOptions;
  /**
   * What to do about tables at start: `apply` makes them as needed (default), `check` refuses to start unless they
   * are, `skip` does not look.
   */
  readonly schema?: "apply" | "check" | "skip";
  /** Told of failures that no caller waits for. Default: `console.error`. */
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
