import type { AgentRow } from "../agents/index.ts";
import { type CaseDefinitions, type CaseRow, customerLabel, omitFields } from "../cases/index.ts";
import type { CustomerRow } from "../customers/index.ts";
import { fallbacks, voiceLocale } from "./locales.ts";
import { plainName, plainSubject } from "./plainWords.ts";
import type { Contact } from "./settings.ts";
import type { Audience, TimeWording } from "./timeWording.ts";
import type { Voice } from "./voice.ts";

/** What a template is rendered with. */
export interface ValueFacts {
  /** Null for a text that is not about a case. */
  readonly found: CaseRow | null;
  readonly customer: CustomerRow | null;
  /** Null if the desk itself writes. */
  readonly agent: AgentRow | null;
  readonly firstReplyDueAt: number | null;
  readonly contact: Contact;
  /** What ends what is written in the name of the brand. Default: nothing. */
  readonly brandSignature?: string | null;
  /** Values of the variables of the template's kind. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The language of a reply: that of the case, in the customer's own variety. */
export function preferredLocale(found: CaseRow | null, customer: CustomerRow | null): string | null {
  const own = customer?.locale ?? null;
  const language = found?.language ?? null;
  return language === null ? own : voiceLocale(language, own);
}

/** The locales to look for a template in, best first. */
export function localesFor(preferred: string | null, { locale }: Pick<Voice, "locale">): readonly string[] {
  return fallbacks(preferred, locale, "en");
}

/** The reader of a template in a locale: dates in the reader's variety of that language and the reader's zone. */
export function audienceOf(
  templateLocale: string,
  preferred: string | null,
  customer: CustomerRow | null,
  voice: Pick<Voice, "timeZone">,
  now: number,
): Audience {
  return {
    locale: voiceLocale(templateLocale, preferred),
    timeZone: customer?.timeZone ?? voice.timeZone,
    now,
  };
}

/** The values by their names in the catalogue. Plain data: templates only see own properties. */
export function valuesOf(
  { found, customer, agent, firstReplyDueAt, contact, brandSignature, variables }: ValueFacts,
  audience: Audience,
  voice: Voice,
  definitions: CaseDefinitions,
  wording: TimeWording,
): object {
  const { phone = "", chatUrl = "", hours = "", text = "" } = contact;
  return {
    customer: {
      name: plainName(customer?.name),
      knownName: customer?.nameFrom === "desk" && customer.hostId !== null ? plainName(customer.name) : null,
      locale: orNull(customer?.locale),
      timeZone: audience.timeZone,
      fields: customer?.fields ?? {},
    },
    ...(found === null ? {} : { case: caseValues(found, definitions, audience) }),
    desk: { name: voice.deskName, url: voice.deskUrl },
    brand: brandValues(voice, brandSignature),
    contact: {
      phone: orNull(phone),
      chatUrl: orNull(chatUrl),
      hours: orNull(hours),
      text: orNull(text),
      any: phone !== "" || chatUrl !== "" || hours !== "" || text !== "",
    },
    sla: {
      firstReplyDue: firstReplyDueAt === null ? null : wording.instant(firstReplyDueAt, audience, "long"),
      firstReplyDueAt,
    },
    agent: { name: plainName(agent?.name), email: orNull(agent?.email) },
    ...variables,
  };
}

/** Those of the desk itself where it speaks for no brand. */
function brandValues({ brand, deskName, deskUrl }: Voice, signature: string | null | undefined): object {
  const { logoUrl = null, colours } = brand?.look ?? {};
  return {
    key: orNull(brand?.key),
    name: deskName,
    url: orNull(deskUrl),
    address: orNull(brand?.addresses[0]),
    logoUrl,
    colours: colours ?? { primary: null, text: null, background: null },
    signature: orNull(signature),
  };
}

function caseValues(
  found: CaseRow,
  { statuses, fields: { archived } }: CaseDefinitions,
  { locale }: Audience,
): object {
  const status = statuses.find(found.status);
  return {
    code: found.code,
    subject: plainSubject(found.subject),
    status: found.status,
    statusLabel: status === undefined ? found.status : customerLabel(status, locale),
    category: found.category,
    priority: found.priority,
    kind: found.kind,
    stage: found.stage,
    tags: found.tags,
    openedAt: found.openedAt,
    fields: omitFields(found.fields, archived),
  };
}

/** In Liquid an empty text is true and null is not, so conditions ask whether there is something to say. */
function orNull(value: string | null | undefined): string | null {
  return value === undefined || value === "" ? null : value;
}
