import { SupportError } from "@heedkit/core";
import { ada, letter, mallory, news } from "./letter.ts";
import type { AnyDesk, TestDesk } from "./openDesk.ts";
import { externalIdOf, rawOf } from "./scriptedChannel.ts";

/** Ids of one of everything that a desk can hold. */
export interface Furniture {
  readonly caseId: string;
  readonly otherCaseId: string;
  readonly code: string;
  readonly messageId: string;
  readonly noteId: string;
  readonly replyId: string;
  readonly failedId: string;
  readonly customerId: string;
  readonly otherCustomerId: string;
  /** Who was copied into the first case. */
  readonly participantId: string;
  readonly companyId: string;
  readonly mergeId: string;
  readonly agentId: string;
  readonly brandId: string;
  readonly draftId: string;
  readonly reminderId: string;
  readonly timeEntryId: string;
  readonly teamId: string;
  readonly inboundId: string;
  readonly suppressionId: string;
  readonly deadJobId: string;
  readonly waitingJobId: string;
  readonly templateKey: string;
  readonly macroId: string;
  readonly policyId: string;
  readonly eventId: string;
  readonly statusKey: string;
  readonly fieldKey: string;
  readonly roleKey: string;
}

/** A word in every text that furnishing writes. */
export const marker = "Quincunx";

/** Puts one of everything into a desk. */
export async function furnish({ support, letters, clock }: TestDesk, desk: AnyDesk): Promise<Furniture> {
  const receive = (events: Parameters<typeof rawOf>[0], key: string) =>
    desk.receive(letters.id, rawOf(events, key, clock.now()));
  const hear = async (from: typeof ada, key: string) => {
    const { caseIds } = await receive([letter({ from, text: marker, subject: marker })], key);
    return desk.cases.get({ caseId: caseIds[0] ?? "" });
  };
  const opened = await hear(ada, "1");
  const other = await hear(mallory, "2");
  const bob = await hear({ kind: "email", value: "bob@example.com", name: "Bob" }, "3");
  const bytes = new TextEncoder().encode(marker);
  const attachments = [{ name: "a.txt", mediaType: "text/plain", bytes }];
  const note = await desk.cases.note({ caseId: opened.id, text: marker, attachments });
  const message = await desk.cases.reply({ caseId: opened.id, text: marker });
  const sendAt = clock.now() + 86_400_000;
  const scheduled = await desk.cases.reply({ caseId: opened.id, text: marker, sendAt });
  await support.tick();
  const failed = await desk.cases.reply({ caseId: other.id, text: marker });
  letters.script(() => {
    throw new SupportError("INTERNAL", "a fault of the connector");
  });
  await support.tick();
  await receive([news(externalIdOf(message.id), "bounced", "hard")], "4");
  const garbage = { body: new TextEncoder().encode(marker), dedupeKey: "5", receivedAt: 0, metadata: {} };
  const kept = await desk.receive(letters.id, garbage);
  const { id: fromId } = await desk.customers.create({ name: marker });
  const merge = await desk.customers.merge({ fromId, intoId: bob.customerId });
  const { key: templateKey } = await desk.templates.save({ key: "hello", locale: "en", text: marker });
  const { id: policyId } = await desk.policies.save({
    id: "of-the-furniture",
    name: marker,
    targets: [{ metric: "first_reply", within: "1h" }],
  });
  await desk.calendars.save({ name: "hours", definition: { kind: "always", name: marker } });
  const macro = await desk.macros.save({ name: marker, changes: { addTags: [marker] } });
  const status = await desk.statuses.create({ key: "zugzwang", label: marker, category: "pending" });
  const field = await desk.fields.create({ key: "petrichor", label: marker, type: "text" });
  const role = await desk.roles.create({
    key: "sciolist",
    label: marker,
    permissions: { "agents.read": "tenant" },
  });
  const [suppression] = (await desk.suppressions.list()).rows;
  const [dead] = (await desk.jobs.list({ state: "dead" })).rows;
  const [event] = (await desk.events.list({ caseId: opened.id })).rows;
  const [waiting] = (await desk.jobs.list()).rows;
  const { id: agentId } = await desk.agents.create({ name: marker });
  const about = { agentId, caseId: opened.id };
  const draft = await desk.drafts.save({
    ...about,
    kind: "reply",
    text: marker,
    addAttachments: attachments,
  });
  const remindAt = clock.now() + 30 * 86_400_000;
  const reminder = await desk.reminders.create({ ...about, text: marker, remindAt });
  const entry = await desk.timeEntries.create({ ...about, durationMs: 60_000, note: marker });
  const identities = [{ kind: "email", value: "cat@example.com" }];
  const { id: participantId } = await desk.customers.create({ name: marker, identities });
  await desk.cases.addParticipant({ caseId: opened.id, participant: { customerId: participantId } });
  await desk.customers.attachIdentity({ customerId: opened.customerId, kind: "phone", value: "+4318" });
  await desk.customers.recordActivity({
    customerId: opened.customerId,
    type: "purchase",
    data: { word: marker },
  });
  return {
    caseId: opened.id,
    otherCaseId: other.id,
    code: opened.code,
    messageId: message.id,
    noteId: note.id,
    replyId: scheduled.id,
    failedId: failed.id,
    customerId: opened.customerId,
    otherCustomerId: other.customerId,
    participantId,
    companyId: (await desk.companies.create({ name: marker, hostId: "c1" })).id,
    mergeId: merge.id,
    brandId: (await desk.brands.create({ key: "furnished", name: marker })).id,
    agentId,
    draftId: draft.id,
    reminderId: reminder.id,
    timeEntryId: entry.id,
    teamId: (await desk.teams.create({ name: marker })).id,
    inboundId: kept.inboundId,
    suppressionId: idOf(suppression),
    deadJobId: idOf(dead),
    eventId: idOf(event),
    waitingJobId: idOf(waiting),
    templateKey,
    policyId,
    macroId: macro.id,
    statusKey: status.key,
    fieldKey: field.key,
    roleKey: role.key,
  };
}

/** An empty id would pass for one that nobody finds. */
function idOf(row: { readonly id: string } | undefined): string {
  if (row === undefined) throw new Error("The desk was not furnished as this test expects.");
  return row.id;
}
