import { identities, newestFirst, personIds, profileOf, type Requester } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import { safeFileName, sanitiseHtml } from "../html/index.ts";
import { type DefinitionsCache, findAll, type Transaction } from "../kernel/index.ts";
import type { Address, Channel } from "../ports/index.ts";
import type { CaseDefinitions } from "./definitions/caseDefinitions.ts";
import { type Attachment, type CaseRow, cases, type MessageRow, messages } from "./schema.ts";
import type { CaseSettings } from "./settings.ts";
import { defaultStatus } from "./statuses/use.ts";

/** What the room's commands need. */
export interface CasesDeps {
  readonly settings: CaseSettings;
  /** Statuses and own fields by tenant. */
  readonly definitions: DefinitionsCache<CaseDefinitions>;
  /** The desk's channels; the first is the default. */
  readonly channels: ReadonlyMap<string, Channel>;
}

export type NewCase = Pick<CaseRow, "subject" | "channelId" | "openedBy"> &
  Partial<
    Omit<
      CaseRow,
      "id" | "tenantId" | "version" | "number" | "code" | "customerId" | "createdAt" | "updatedAt"
    >
  >;

/** Stages a new case. Its first message and its `case.opened` are up to the caller. */
export async function insertCase(
  tx: Transaction,
  deps: CasesDeps,
  number: number,
  customer: Requester,
  values: NewCase,
): Promise<CaseRow> {
  const status = await defaultStatus(tx, deps, "new");
  return tx.insert(cases, {
    participantIds: [],
    companyId: customer.companyId,
    channelKind: deps.channels.get(values.channelId)?.kind ?? "api",
    ...status,
    handler: "human",
    priority: "normal",
    kind: "question",
    stage: "after",
    tags: [],
    fields: {},
    language: customer.locale,
    followerIds: [],
    imported: false,
    spam: false,
    openedAt: tx.now,
    reopenCount: 0,
    ...values,
    number,
    code: deps.settings.codes.format(number),
    customerId: customer.id,
  });
}

export type NewMessage = Pick<MessageRow, "direction" | "authorKind" | "text"> &
  Partial<Omit<MessageRow, "tenantId" | "version" | "caseId" | "attachments" | "createdAt" | "updatedAt">> & {
    readonly attachments?: readonly Attachment[];
  };

export function insertMessage(tx: Transaction, found: CaseRow, values: NewMessage): MessageRow {
  return tx.insert(messages, {
    customerId: found.customerId,
    channelId: found.channelId,
    at: tx.now,
    newText: values.text,
    nothingNew: false,
    to: [],
    cc: [],
    ...values,
    // However it got here, what is stored is safe to display.
    html: typeof values.html === "string" ? sanitiseHtml(values.html) : null,
    attachments: (values.attachments ?? []).map((file) => ({ ...file, name: safeFileName(file.name) })),
    caseId: found.id,
  });
}

/**
 * Where the requester, or another customer, is reached on a channel: the address last written from, or the reply
 * address of the message that opened the case; otherwise an identity of that kind, verified ones first. Claims of host
 * accounts are never written to.
 */
export async function addressesOf(
  tx: Pick<Transaction, "get" | "find">,
  found: Pick<CaseRow, "id" | "customerId">,
  channel: Channel,
): Promise<Address[]> {
  const customerIds = await personIds(tx, found.customerId);
  const [latest] = await tx.find(messages, {
    where: {
      and: [
        { field: "caseId", is: found.id },
        { field: "direction", is: "in" },
        { field: "channelId", is: channel.id },
        { field: "customerId", in: customerIds },
      ],
    },
    orderBy: newestFirst,
    limit: 1,
  });
  const asked = latest?.replyTo ?? latest?.from ?? null;
  if (asked !== null) return [asked];
  const kind = channel.kind === "email" ? "email" : channel.id;
  const known = await findAll(tx, identities, {
    and: [
      { field: "customerId", in: customerIds },
      { field: "kind", is: kind },
    ],
  });
  const isOwn = ({ customerId }: { readonly customerId: string }) => customerId === found.customerId;
  const [best] = [...known].sort(
    (left, right) =>
      Number(isOwn(right)) - Number(isOwn(left)) || Number(right.verified) - Number(left.verified),
  );
  if (best === undefined) return [];
  const profile = await profileOf(tx, found.customerId);
  return [{ kind, value: best.value, name: profile?.name ?? null }];
}

/** @throws SupportError UNKNOWN_CHANNEL */
export function requireChannel({ channels }: CasesDeps, channelId: string | undefined): string {
  const id = channelId ?? channels.keys().next().value ?? "api";
  if (channelId === undefined || channelId === "api" || channels.has(id)) return id;
  const known = [...channels.keys(), "api"].join(", ");
  throw new SupportError("UNKNOWN_CHANNEL", `There is no channel "${id}". Known channels: ${known}.`, {
    details: { channelId },
  });
}
