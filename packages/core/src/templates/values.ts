import type { Agent } from "../agents/index.ts";
import type { CaseRow, CaseSettings } from "../cases/index.ts";
import type { CustomerRow } from "../customers/index.ts";
import { fallbacks, voiceLocale } from "./locales.ts";
import { plainName, plainSubject } from "./plainWords.ts";
import type { Contact, TemplateSettings } from "./settings.ts";
import type { Audience, TimeWording } from "./timeWording.ts";

/** What a template is rendered with. */
export interface Facts {
  /** Null for a text that is not about a case. */
  readonly found: CaseRow | null;
  readonly customer: CustomerRow | null;
  /** Null if the desk itself writes. */
  readonly agent: Agent | null;
  readonly firstReplyDueAt: number | null;
  readonly contact: Contact;
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
export function localesFor(preferred: string | null, settings: TemplateSettings): readonly string[] {
  return fallbacks(preferred, settings.locale, "en");
}

/** The reader of a template in a locale: dates in the reader's variety of that language and the reader's zone. */
export function audienceOf(
  templateLocale: string,
  preferred: string | null,
  customer: CustomerRow | null,
  settings: TemplateSettings,
  now: number,
): Audience {
  return {
    locale: voiceLocale(templateLocale, preferred),
    timeZone: customer?.timeZone ?? settings.timeZone,
    now,
  };
}

/** The values by their names in the catalogue. Plain data: templates only see own properties. */
export function valuesOf(
  { found, customer, agent, firstReplyDueAt, contact, variables }: Facts,
  audience: Audience,
  settings: TemplateSettings,
  caseSettings: CaseSettings,
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
    ...(found === null ? {} : { case: caseValues(found, caseSettings) }),
    desk: { name: settings.deskName, url: settings.deskUrl },
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

function caseValues(found: CaseRow, settings: CaseSettings): object {
  return {
    code: found.code,
    subject: plainSubject(found.subject),
    status: found.status,
    statusLabel: settings.statuses.get(found.status)?.label ?? found.status,
    category: found.category,
    priority: found.priority,
    kind: found.kind,
    stage: found.stage,
    tags: found.tags,
    openedAt: found.openedAt,
    fields: found.fields,
  };
}

/** In Liquid an empty text is true and null is not, so conditions ask whether there is something to say. */
function orNull(value: string | null | undefined): string | null {
  return value === undefined || value === "" ? null : value;
}
