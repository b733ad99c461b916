import { addressesOf, type Case, type CasesDeps, cases, messages, queueOutgoing } from "../cases/index.ts";
import { profileOf } from "../customers/index.ts";
import { isSupportError } from "../errors/index.ts";
import { defineReaction, type Kernel, type Reaction, type Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { acknowledgementKey } from "./builtIn/index.ts";
import type { Source } from "./compile.ts";
import { plainSubject } from "./plainWords.ts";
import type { TemplateSettings } from "./settings.ts";
import type { Found, Shelf } from "./shelf.ts";
import type { TimeWording } from "./timeWording.ts";
import { audienceOf, localesFor, preferredLocale, valuesOf } from "./values.ts";

/** Counts an automatic message against the caps; false when none may go out any more. */
export type TakeAutomaticSlot = (
  tx: Transaction,
  slot: {
    readonly recipient: Address;
    readonly caseId: string;
    readonly brandNew: boolean;
    /** The delivery that the message answers. */
    readonly inboundId?: string | null;
  },
) => Promise<boolean>;

/** When the first reply is due by the policy of a case, or null when no policy names a time. */
export type FirstReplyDeadline = (tx: Transaction, caseId: string) => Promise<number | null>;

export interface AcknowledgementDeps {
  readonly kernel: Kernel;
  readonly cases: CasesDeps;
  readonly settings: TemplateSettings;
  readonly shelf: Shelf;
  readonly wording: TimeWording;
  readonly firstReplyDeadline: FirstReplyDeadline;
  readonly takeAutomaticSlot: TakeAutomaticSlot;
}

const mostArticles = 5;

/**
 * Answers a customer's first message at once: the tracking code, when a person answers, articles, and how to reach a
 * person. Comes from the desk and is no reply: `case.replied` is not emitted, and no clock stops.
 */
export function acknowledging(deps: AcknowledgementDeps): readonly Reaction[] {
  const reaction = defineReaction({
    on: "case.opened",
    phase: "tell",
    async run({ data: { caseId, openedBy, messageId, automatic, newCustomer } }, tx) {
      // What the host opens begins with the customer's message, typed into a page of the host.
      if (automatic || messageId === null || (openedBy !== "customer" && openedBy !== "host")) return;
      const found = await tx.get(cases, caseId);
      if (found === null || found.imported || found.spam || !isWanted(deps, found)) return;
      const channel = deps.cases.channels.get(found.channelId);
      const first = await tx.get(messages, messageId);
      if (channel?.capabilities.deliver !== true || first?.direction !== "in") return;
      const address = first.replyTo ?? first.from ?? (await addressesOf(tx, found, channel))[0];
      if (address === undefined) return;
      // A display name is the sender's, who may have forged the address.
      const recipient = { ...address, name: null };
      const brandNew = newCustomer && first.replyTo === null;
      const slot = { recipient, caseId, brandNew, inboundId: first.inboundId };
      if (!(await deps.takeAutomaticSlot(tx, slot))) return;

      const customer = await profileOf(tx, found.customerId);
      const firstReplyDueAt = await deps.firstReplyDeadline(tx, caseId);
      const preferred = preferredLocale(found, customer);
      const locales = localesFor(preferred, deps.settings);
      const own = await ownTemplate(tx, deps, locales);
      const compose = (template: Found): Source => {
        const audience = audienceOf(template.locale, preferred, customer, deps.settings, tx.now);
        const { locale } = audience;
        const question = { tenantId: tx.tenantId, found, text: first.newText, locale };
        const articles = askHost(deps, "articles", () => deps.settings.articles(question), []);
        const contact = askHost(deps, "contact", () => deps.settings.contact(locale), {});
        const facts = { found, customer, agent: null, firstReplyDueAt, contact };
        const values = valuesOf(
          { ...facts, articles: articles.slice(0, mostArticles) },
          audience,
          deps.settings,
          deps.cases.settings,
          deps.wording,
        );
        return template.compiled.render(values, audience);
      };
      const { template, source } = filledIn(deps, own, locales, compose);
      const { subject, text, html } = source;
      const message = await queueOutgoing(tx, deps.cases, found, {
        subject: subject === null || subject === "" ? plainSubject(found.subject) : subject,
        text,
        html,
        to: [recipient],
        authorKind: "system",
        automatic: "acknowledgement",
      });
      tx.emit(
        "case.acknowledged",
        { caseId, customerId: found.customerId },
        { caseId, messageId: message.id, locale: template.locale, firstReplyDueAt },
      );
    },
  });
  return [reaction];
}

/** Whatever is wrong with a tenant's or a plugin's template must not keep the customer's message out: the built-in one steps in. */
async function ownTemplate(
  tx: Transaction,
  { shelf, kernel }: AcknowledgementDeps,
  locales: readonly string[],
): Promise<Found> {
  try {
    const found = await shelf.findOften(tx, acknowledgementKey, locales);
    if (found !== null) return found;
  } catch (error) {
    if (!isSupportError(error) || error.code !== "TEMPLATE_INVALID") throw error;
    kernel.report(error, "acknowledgement");
  }
  return shelf.builtIn(acknowledgementKey, locales);
}

function filledIn(
  { shelf, kernel }: AcknowledgementDeps,
  template: Found,
  locales: readonly string[],
  compose: (template: Found) => Source,
): { readonly template: Found; readonly source: Source } {
  try {
    return { template, source: compose(template) };
  } catch (error) {
    kernel.report(error, "acknowledgement");
    const spare = shelf.builtIn(template.key, locales);
    return { template: spare, source: compose(spare) };
  }
}

function isWanted(deps: AcknowledgementDeps, found: Case): boolean {
  return askHost(deps, "enabled", () => deps.settings.isAcknowledged(found), true);
}

/** What the host's function says; one that throws is reported and does without. */
function askHost<Answer>(
  { kernel }: AcknowledgementDeps,
  what: string,
  ask: () => Answer,
  otherwise: Answer,
): Answer {
  try {
    return ask();
  } catch (error) {
    kernel.report(error, `${what} of the acknowledgement`);
    return otherwise;
  }
}
