import type { AuditOptions } from "./audit/index.ts";
import type { CasesOptions } from "./cases/index.ts";
import type { CustomersOptions } from "./customers/index.ts";
import type { DeliveryOptions } from "./delivery/index.ts";
import type { IntakeOptions } from "./intake/index.ts";
import type { WorkerOptions } from "./kernel/index.ts";
import type { SupportOptions } from "./options.ts";
import type { SlaOptions } from "./sla/index.ts";
import { suggest } from "./suggest.ts";
import type { TemplatesOptions } from "./templates/index.ts";

/** The compiler sees to it that none is missing and none is too many. */
type NamesOf<Options> = Readonly<Record<keyof Options, true>>;

const topNames: NamesOf<SupportOptions> = {
  storage: true,
  channels: true,
  tenants: true,
  cases: true,
  customers: true,
  templates: true,
  delivery: true,
  sla: true,
  audit: true,
  intake: true,
  plugins: true,
  worker: true,
  schema: true,
  report: true,
  clock: true,
  random: true,
  ids: true,
  live: true,
  blobs: true,
};

interface Parts {
  readonly cases: NamesOf<CasesOptions>;
  readonly customers: NamesOf<CustomersOptions>;
  readonly templates: NamesOf<TemplatesOptions>;
  readonly delivery: NamesOf<DeliveryOptions>;
  readonly sla: NamesOf<SlaOptions>;
  readonly audit: NamesOf<AuditOptions>;
  readonly intake: NamesOf<IntakeOptions>;
  readonly worker: NamesOf<WorkerOptions>;
}

const partNames: Parts = {
  cases: {
    trackingCode: true,
    statuses: true,
    fields: true,
    replyToClosed: true,
    followUpAfterDays: true,
    closeSolvedAfterDays: true,
    maxAttachmentBytes: true,
    definitionsMaxAgeMs: true,
  },
  customers: { context: true, resolve: true, timeLimitMs: true, cacheMs: true },
  templates: {
    deskName: true,
    deskUrl: true,
    locale: true,
    timeZone: true,
    contact: true,
    acknowledgement: true,
  },
  delivery: { loopCaps: true, maxRunMs: true },
  sla: { policies: true, calendars: true, definitionsMaxAgeMs: true },
  audit: { sealEveryMs: true, settleMs: true, keys: true },
  intake: { maxRawBytes: true },
  worker: {
    concurrency: true,
    leaseMs: true,
    maxRunMs: true,
    maxCallMs: true,
    pollMs: true,
    backoffBaseMs: true,
    backoffLimitMs: true,
    drainMs: true,
    engine: true,
    performs: true,
  },
};

/** Options that nobody reads, at the top and one below, with what was probably meant. */
export function checkNames(options: SupportOptions, problems: string[]): void {
  check(options, topNames, "", problems);
  for (const part of Object.keys(partNames) as (keyof Parts)[])
    check(options[part] ?? {}, partNames[part], `${part}.`, problems);
}

function check(
  given: object,
  names: Readonly<Record<string, true>>,
  prefix: string,
  problems: string[],
): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(names, name)) continue;
    problems.push(`${prefix}${name}: there is no such option.${suggest(name, Object.keys(names))}`);
  }
}
