import type { Actor } from "../kernel/index.ts";
import { memoryStorage } from "../memory/index.ts";
import type { Channel, Storage } from "../ports/index.ts";
import { createSupport } from "../support.ts";
import type { Metric, SlaDefinitions } from "./index.ts";

export const minute = 60_000;
export const hour = 60 * minute;

/** Monday. */
export const morning = Date.parse("2026-03-02T09:00:00Z");

const nowhere = (id: string, kind: Channel["kind"]): Channel => ({
  specVersion: 1,
  id,
  kind,
  capabilities: {
    receive: false,
    deliver: false,
    html: false,
    attachments: false,
    subject: false,
    listens: false,
  },
  parse: async () => [],
});

/** A pause ends when it is aborted; one that can't be aborted ends immediately. */
const untilAborted = (_: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal === undefined || signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** A desk with a mail, a chat and a phone channel, a customer, two agents, and a clock that tests set. */
export async function deskForTests(
  sla: SlaDefinitions,
  options: {
    readonly storage?: Storage;
    readonly definitionsMaxAgeMs?: number;
  } = {},
) {
  const time = { now: morning };
  const reports: unknown[] = [];
  const { storage = memoryStorage(), definitionsMaxAgeMs = 0 } = options;
  const support = await createSupport({
    storage,
    clock: { now: () => time.now, wait: untilAborted },
    channels: [nowhere("mail", "email"), nowhere("chat", "chat"), nowhere("line", "phone")],
    cases: { closeSolvedAfterDays: null },
    sla: { ...sla, definitionsMaxAgeMs },
    report: (error) => void reports.push(error),
  });
  const customer = await support.customers.create({ name: "Ada" });
  const grace = await support.agents.create({ name: "Grace" });
  const alan = await support.agents.create({ name: "Alan" });
  const as = (actor: Extract<Actor, { readonly kind: "agent" | "bot" }>) => support.as(actor).cases;
  const agent = as({ kind: "agent", id: grace.id });

  const desk = {
    support,
    storage,
    time,
    reports,
    customer,
    grace,
    alan,
    agent,
    colleague: as({ kind: "agent", id: alan.id }),
    bot: as({ kind: "bot", id: "helper" }),
    /** Advances time without running what is due. */
    pass: (ms: number) => {
      time.now += ms;
    },
    /** Runs what is due. */
    tick: () => support.tick(),
    open: async (values: Partial<Parameters<typeof support.cases.open>[0]> = {}) => {
      const message = { text: "It does not work." };
      const input = { customerId: customer.id, subject: "Help", message, ...values };
      return (await support.cases.open(input)).id;
    },
    write: (caseId: string) => support.cases.addCustomerMessage({ caseId, text: "And?" }),
    reply: (caseId: string) => agent.reply({ caseId, text: "Try this." }),
    /** The clocks of a case for a metric, oldest first. */
    clocks: async (caseId: string, metric: Metric) =>
      (await support.sla.clocks({ caseId })).rows.filter((clock) => clock.metric === metric),
    /** The newest of them. */
    clock: async (caseId: string, metric: Metric) => (await desk.clocks(caseId, metric)).at(-1) ?? null,
    /** Kinds of the entries in the latest clock's log. */
    log: async (caseId: string, metric: Metric) =>
      (await desk.clock(caseId, metric))?.log.map(({ kind }) => kind) ?? [],
    /** Types and data of events about clocks. */
    told: async (type: string) =>
      (await support.events.list({ type, limit: 200 })).rows.map(({ data }) => data),
  };
  return desk;
}
