import * as z from "zod";
import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";

/** Limits within any 10 minutes, any hour and any 24 hours. */
export interface WindowCaps {
  readonly perTenMinutes?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

/** Limits on automatic messages, against two machines that answer each other, and forgers. */
export interface LoopCapOptions extends WindowCaps {
  /** Per case, in total. Default 3. */
  readonly perCase?: number;
  /** Per mailbox, however the address is spelled, within any 10 minutes. Default 3. */
  readonly perTenMinutes?: number;
  /** Per mailbox within any hour. Default 6. */
  readonly perHour?: number;
  /** Per mailbox within any 24 hours. Default 12. */
  readonly perDay?: number;
  /** Per registered domain, except those of large mail providers. Default 20, 60 and 200. */
  readonly domain?: WindowCaps;
  /** Per public IP address (IPv6 /64) and per envelope sender of the triggering mail. Default 60, 200 and 1,000. */
  readonly source?: WindowCaps;
  /** For the whole desk, per tenant. Default 300, 1,000 and 5,000. */
  readonly desk?: WindowCaps;
  /**
   * Additional domains shared by many people, such as a mail provider's, to which no domain limit applies. Default:
   * none.
   */
  readonly sharedDomains?: readonly string[];
}

export type Recipient = Pick<Address, "kind" | "value">;

export interface LoopCapSettings extends Omit<Required<LoopCapOptions>, "domain" | "source" | "desk"> {
  readonly domain: Required<WindowCaps>;
  readonly source: Required<WindowCaps>;
  readonly desk: Required<WindowCaps>;
  /** Whether an address is blocked, for example after a hard bounce. */
  readonly isBlocked: (tx: Transaction, recipient: Recipient) => Promise<boolean>;
  /** The origin of a delivery: IP address and envelope sender, if the channel reports them. */
  readonly originOf: (tx: Transaction, inboundId: string) => Promise<Origin>;
}

export interface Origin {
  readonly address: string | null;
  readonly sender: string | null;
}

const count = z.int().min(0).max(1_000);
const many = z.int().min(0).max(100_000);
const windows = (perTenMinutes: number, perHour: number, perDay: number) =>
  z
    .strictObject({
      perTenMinutes: many.default(perTenMinutes),
      perHour: many.default(perHour),
      perDay: many.default(perDay),
    })
    .prefault({});
const optionsSchema = z.strictObject({
  perCase: count.default(3),
  perTenMinutes: count.default(3),
  perHour: count.default(6),
  perDay: count.default(12),
  domain: windows(20, 60, 200),
  source: windows(60, 200, 1_000),
  desk: windows(300, 1_000, 5_000),
  sharedDomains: z.array(z.string().toLowerCase()).default([]),
});

const nowhere: LoopCapSettings["originOf"] = async () => ({ address: null, sender: null });

/** The options with their defaults. @throws SupportError INVALID_CONFIGURATION */
export function loopCapSettings(
  options: LoopCapOptions,
  isBlocked: LoopCapSettings["isBlocked"],
  originOf: LoopCapSettings["originOf"] = nowhere,
): LoopCapSettings {
  const parsed = optionsSchema.safeParse(options);
  if (parsed.success) return { ...parsed.data, isBlocked, originOf };
  const problems = parsed.error.issues.map(
    ({ path, message }) => `delivery.loopCaps.${path.join(".")}: ${message}`,
  );
  throw new SupportError("INVALID_CONFIGURATION", problems.join("; "));
}
