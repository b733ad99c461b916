import type { Agent } from "../agents/index.ts";
import type { Case, CaseSettings } from "../cases/index.ts";
import type { CustomerRow } from "../customers/index.ts";
import { fallbacks, voiceLocale } from "./locales.ts";
import { plainName, plainSubject } from "./plainWords.ts";
import type { Article, Contact, TemplateSettings } from "./settings.ts";
import type { Audience, TimeWording } from "./timeWording.ts";

/** What a template is filled in with. */
export interface Facts {
  readonly found: Case;
  readonly customer: CustomerRow | null;
  /** Null when the desk itself writes. */
  readonly agent: Agent | null;
  readonly firstReplyDueAt: number | null;
  readonly articles: readonly Article[];
  readonly contact: Contact;
}

/** The language that somebody is answered in: the case's, in the customer's own variety of it. */
export function preferredLocale(found: Case, customer: CustomerRow | null): string | null {
  const own = customer?.locale ?? null;
  return found.language === null ? own : voiceLocale(found.language, own);
}

/** Where to look for a template, best first. */
export function localesFor(preferred: string | null, settings: TemplateSettings): readonly string[] {
  return fallbacks(preferred, settings.locale, "en");
}

/** Whoever reads a template of a locale: dates in the reader's variety of that language and the reader's zone. */
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

/** The values by the names of the catalogue. Plain data: templates see own properties only. */
export function valuesOf(
  { found, customer, agent, firstReplyDueAt, articles, contact }: Facts,
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
    case: {
      code: found.code,
      subject: plainSubject(found.subject),
      status: found.status,
      statusLabel: caseSettings.statuses.get(found.status)?.label ?? found.status,
      category: found.category,
      priority: found.priority,
      kind: found.kind,
      stage: found.stage,
      tags: found.tags,
      openedAt: found.openedAt,
      fields: found.fields,
    },
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
    articles,
  };
}

/** In Liquid an empty text is true and null is not: conditions ask whether there is something to say. */
function orNull(value: string | null | undefined): string | null {
  return value === undefined || value === "" ? null : value;
}
