import { type AnyPlugin, createSupport, jobs, type Storage, type Support, SupportError } from "@heedkit/core";
import { answering, letter, news } from "../desk/harness/letter.ts";
import {
  externalIdOf,
  rawOf,
  type ScriptedChannel,
  scriptedChannel,
} from "../desk/harness/scriptedChannel.ts";
import { type FakeClock, fakeClock } from "../fakeClock.ts";
import { seededRandom } from "../seededRandom.ts";

const person = (name: string) => ({ kind: "email", value: `${name.toLowerCase()}@example.com`, name });
export const tenants = ["north", "south"] as const;

/** The ids a test needs. */
export interface PastFacts {
  /** Ada's case: answered once, and she has written again. */
  readonly answeredId: string;
  /** The reply to it, as her mail program knows it. */
  readonly replyExternalId: string;
  /** A reply to it that waits to be delivered. */
  readonly queuedId: string;
  /** Bob's case, which nobody answered: its first reply is overdue. */
  readonly overdueId: string;
  /** Dora's case, fresh: its first reply is due later. */
  readonly freshId: string;
  readonly freshDueAt: number;
  readonly solvedId: string;
  readonly solvedAt: number;
  /** Its delivery failed for good. */
  readonly failedId: string;
  readonly mergedId: string;
  readonly survivorId: string;
  /** Opened under the idempotency key `order-17`, for this customer. */
  readonly onceId: string;
  readonly onceCustomerId: string;
  readonly keptId: string;
  readonly noteId: string;
  readonly agentId: string;
}

/** A desk as its tests open it. */
export async function openPastDesk(storage: Storage, clock: FakeClock, seed: number) {
  const letters = scriptedChannel();
  const reports: unknown[] = [];
  const support: Support = await createSupport<readonly AnyPlugin[]>({
    storage,
    clock,
    random: seededRandom(seed),
    tenants: [...tenants],
    channels: [letters],
    templates: { deskName: "Past" },
    report: (error) => void reports.push(error),
  });
  return { support, letters, reports };
}

/**
 * Runs a desk through a Monday, until each of its tables has rows. It is recorded once for each version of the tables, to
 * test later versions with it.
 */
export async function livePast(
  storage: Storage,
): Promise<{ readonly facts: PastFacts; readonly now: number }> {
  const clock = fakeClock("2026-01-05T09:00:00Z");
  const kept: Storage = { ...storage, close: async () => undefined };
  await readOn(await openPastDesk(kept, clock, 1));
  const { support, letters } = await openPastDesk(kept, clock, 2);
  const { agents, calendars, cases, companies, customers, policies, sla, teams, templates, macros } = support;

  const team = await teams.create({ name: "Orders" });
  const grace = await agents.create({ name: "Grace", role: "admin", teamIds: [team.id] });
  const agent = support.as({ kind: "agent", id: grace.id }).cases;
  await calendars.save({
    name: "office",
    definition: {
      timeZone: "Europe/Berlin",
      hours: { monday: ["08:00-20:00"], tuesday: ["08:00-20:00"], wednesday: ["08:00-20:00"] },
      holidays: ["12-25"],
    },
  });
  await policies.save({
    id: "standard",
    default: true,
    calendar: "office",
    warnings: ["80%"],
    targets: [
      { metric: "first_reply", within: "4h" },
      { metric: "next_reply", within: "8h" },
      { metric: "total_resolution", within: "24h" },
    ],
  });
  await clock.advance(2_000);
  await support.tick();

  let deliveries = 0;
  const receive = (...events: Parameters<typeof rawOf>[0]) =>
    support.receive(letters.id, rawOf(events, `past-${++deliveries}`, clock.now()));
  const hear = async (name: string, values: Parameters<typeof letter>[0] = {}) => {
    const { caseIds } = await receive(letter({ from: person(name), ...values }));
    await clock.advance(60_000);
    return cases.get({ caseId: caseIds[0] ?? "" });
  };

  const overdue = await hear("Bob", { text: "The lamp is broken" });
  const failing = await hear("Carol", { text: "Which size?" });
  await support.tick();
  const failed = await agent.reply({ caseId: failing.id, text: "Medium" });
  letters.script(() => {
    throw new SupportError("INTERNAL", "a fault of the connector");
  });
  await support.tick();

  const bounced = await hear("Eve");
  const toEve = await agent.reply({ caseId: bounced.id, text: "On its way" });
  await support.tick();
  await receive(news(externalIdOf(toEve.id), "bounced", "hard", person("Eve")));

  const moved = await hear("Frank", { subject: "Once" });
  const survivor = await hear("Frank", { subject: "Twice" });
  await agent.merge({ fromId: moved.id, intoId: survivor.id });
  const more = await agent.addCustomerMessage({ caseId: survivor.id, text: "Something else" });
  await agent.split({ caseId: survivor.id, messageIds: [more.id], subject: "Else" });
  await agent.decline({
    caseId: survivor.id,
    reason: "Not now",
    alternatives: [{ kind: "workaround", text: "Use the other one" }],
  });
  const solved = await hear("Grete");
  await agent.solve({ caseId: solved.id });
  const solvedAt = clock.now();

  const { inboundId: keptId } = await support.receive(letters.id, {
    body: new TextEncoder().encode("no letter at all"),
    dedupeKey: "garbage",
    receivedAt: clock.now(),
    metadata: { from: "nobody" },
  });
  const company = await companies.create({ name: "Lamps & Co" });
  const hosted = await customers.create({
    name: "Henry Ünïcode",
    hostId: "user-7",
    companyId: company.id,
    fields: { plan: "gold" },
  });
  await customers.recordActivity({ customerId: hosted.id, type: "purchase", data: { order: 17 } });
  const double = await customers.create({ name: "Henry" });
  await customers.merge({ fromId: double.id, intoId: hosted.id });
  await templates.save({ key: "hello", locale: "en", text: "Hello {{ customer.name }}" });
  await macros.save({ name: "urgent", changes: { priority: "urgent", addTags: ["hot"] } });
  const once = await cases.open(
    { customerId: hosted.id, subject: "Order 17" },
    { idempotencyKey: "order-17" },
  );

  const south = support.tenant("south");
  const { id: southerner } = await south.customers.create({ name: "Inge" });
  await south.cases.open({ customerId: southerner, subject: "Of the south", message: { text: "Hello" } });

  // Bob has waited for more than the four hours.
  await clock.advance(4 * 3_600_000);
  await support.tick();
  const answered = await hear("Ada", { externalId: "<ada-1@mail.example>", text: "Where is my order?" });
  const reply = await agent.reply({ caseId: answered.id, text: "It left today" });
  await support.tick();
  await receive(news(externalIdOf(reply.id), "delivered", null, person("Ada")));
  await hear("Ada", { text: "Thank you, and when?", ...answering(externalIdOf(reply.id)) });
  const attachments = [{ name: "map.txt", mediaType: "text/plain", bytes: new Uint8Array([0, 128, 255]) }];
  const note = await agent.note({ caseId: answered.id, text: "Asked the carrier", attachments });
  const fresh = await hear("Dora", { text: "Is the shop open?" });
  await agent.link({ fromId: fresh.id, toId: answered.id, kind: "related", reason: "the same order" });
  await support.tick();
  const [clockOfFresh] = (await sla.clocks({ caseId: fresh.id })).rows.filter(
    ({ metric }) => metric === "first_reply",
  );
  const queued = await agent.reply({ caseId: answered.id, text: "On Wednesday" });
  await clock.advance(1_000);
  // A worker took it and died.
  await storage.claim(jobs, { now: clock.now(), leaseMs: 60_000, limit: 1 });

  return {
    now: clock.now(),
    facts: {
      answeredId: answered.id,
      replyExternalId: externalIdOf(reply.id),
      queuedId: queued.id,
      overdueId: overdue.id,
      freshId: fresh.id,
      freshDueAt: clockOfFresh?.deadline ?? 0,
      solvedId: solved.id,
      solvedAt,
      failedId: failed.id,
      mergedId: moved.id,
      survivorId: survivor.id,
      onceId: once.id,
      onceCustomerId: hosted.id,
      keptId,
      noteId: note.id,
      agentId: grace.id,
    },
  };
}

/** A connector remembers how far it has read. */
async function readOn({
  support,
  letters,
}: {
  readonly support: Support;
  readonly letters: ScriptedChannel;
}) {
  await support.start();
  await letters.host?.cursors.save("north", "INBOX", "uid 7");
  await support.stop();
}
