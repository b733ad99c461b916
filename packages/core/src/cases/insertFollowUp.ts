import { activeOrNobody, activeTeamOrNone } from "../agents/index.ts";
import { brandOfFollowUp } from "../brands/index.ts";
import { asRequester, personIds, requireCustomer } from "../customers/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { type CasesDeps, insertCase } from "./create.ts";
import { presentFollowers } from "./followers.ts";
import { link } from "./link.ts";
import { asColumns, participantsOf } from "./participants.ts";
import type { CaseRow } from "./schema.ts";

/**
 * Stages a case that continues another; its opening is announced by the caller. Its requester is that of the other
 * case, or `writerId` if both are merged; so is its brand, unless that is archived.
 */
export async function insertFollowUp(
  tx: Transaction,
  deps: CasesDeps,
  before: CaseRow,
  {
    writerId = null,
    ...values
  }: Pick<CaseRow, "openedBy" | "subject"> & { readonly writerId?: string | null },
): Promise<CaseRow> {
  const { channelId, channelKind, priority, kind, stage, tags, teamId, assigneeId, language, fields } =
    before;
  // Everything in the new case is said after they joined.
  const people = participantsOf(before).map((one) => ({ ...one, since: null }));
  const isSamePerson = writerId !== null && (await personIds(tx, before.customerId)).includes(writerId);
  const customer = await requireCustomer(tx, isSamePerson ? writerId : before.customerId);
  const opened = await insertCase(tx, deps, await tx.reserve("cases"), await asRequester(tx, customer), {
    ...(people.length === 0 ? {} : asColumns(people, customer.id)),
    ...(await brandOfFollowUp(tx, before)),
    channelId,
    channelKind,
    priority,
    kind,
    stage,
    tags,
    teamId: await activeTeamOrNone(tx, teamId),
    assigneeId: await activeOrNobody(tx, assigneeId),
    language,
    fields,
    followerIds: [...(await presentFollowers(tx, before))],
    ...values,
  });
  await link(tx, { fromId: opened.id, toId: before.id, kind: "follow_up" });
  return opened;
}
