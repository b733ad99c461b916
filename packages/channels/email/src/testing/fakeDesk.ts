import type { ChannelHost, RawInbound, ReceiveResult } from "@heedkit/core";

/** A desk as a connector sees it, that keeps what it is given in memory. */
export interface FakeDesk extends ChannelHost {
  readonly received: { readonly tenantId: string; readonly raw: RawInbound }[];
  readonly reports: { readonly error: unknown; readonly what: string }[];
  readonly savedCursors: Map<string, string>;
  /** Runs before a message is kept; what it throws makes `receive` reject. */
  beforeReceive: (tenantId: string, raw: RawInbound) => Promise<void> | void;
}

/** Deduplicates by tenant and `dedupeKey`, as the core does. */
export function fakeDesk(now: () => number = Date.now): FakeDesk {
  const savedCursors = new Map<string, string>();
  const desk: FakeDesk = {
    received: [],
    reports: [],
    savedCursors,
    beforeReceive: () => {},
    now,
    async receive(tenantId, raw): Promise<ReceiveResult> {
      await desk.beforeReceive(tenantId, raw);
      const isKnown =
        raw.dedupeKey !== null &&
        desk.received.some((one) => one.tenantId === tenantId && one.raw.dedupeKey === raw.dedupeKey);
      if (!isKnown) desk.received.push({ tenantId, raw });
      return {
        outcome: isKnown ? "duplicate" : "accepted",
        inboundId: `inb_${desk.received.length}`,
        caseIds: [],
      };
    },
    cursors: {
      load: async (tenantId, name) => savedCursors.get(`${tenantId} ${name}`) ?? null,
      save: async (tenantId, name, value) => void savedCursors.set(`${tenantId} ${name}`, value),
    },
    report: (error, what) => void desk.reports.push({ error, what }),
  };
  return desk;
}
