import * as z from "zod";
import type { Address } from "../ports/index.ts";

/** How many automatic messages go out within any 10 minutes, any hour and any 24 hours. */
export interface WindowCaps {
  readonly perTenMinutes?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

/** How many automatic messages go out. They bound what two machines that answer each other, or a forger, can do. */
export interface LoopCapOptions extends WindowCaps {
  /** In one case, ever. Default 3. */
  readonly perCase?: number;
  /** To one mailbox, however its address is spelled, within any 10 minutes. Default 3. */
  readonly perTenMinutes?: number;
  /** To one mailbox within any hour. Default 6. */
  readonly perHour?: number;
  /** To one mailbox within any 24 hours. Default 12. */
  readonly perDay?: number;
  /** To all addresses of one registered domain, those of large mail providers aside. Default 20, 60 and 200. */
  readonly domain?: WindowCaps;
  /** Because of mail from one public IP address (one IPv6 /64), and of one envelope sender. Default 60, 200 and 1,000. */
  readonly source?: WindowCaps;
  /** Of the whole desk, for each tenant. Default 300, 1,000 and 5,000. */
  readonly desk?: WindowCaps;
  /** Further domains that many people share, as a mail provider's: no cap of the domain holds for them. Default: none. */
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
