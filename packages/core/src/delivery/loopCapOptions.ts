import * as z from "zod";
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
/** The caps with their defaults. */
export const loopCaps = z
  .strictObject({
    perCase: count.default(3),
    perTenMinutes: count.default(3),
    perHour: count.default(6),
    perDay: count.default(12),
    domain: windows(20, 60, 200),
    source: windows(60, 200, 1_000),
    desk: windows(300, 1_000, 5_000),
    sharedDomains: z.array(z.string().toLowerCase()).default([]),
  })
  .prefault({});
