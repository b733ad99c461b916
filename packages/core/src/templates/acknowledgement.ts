import { addressesOf, type CaseRow, cases, casesState, messages, queueOutgoing } from "../cases/index.ts";
import { profileOf } from "../customers/index.ts";
import { takeAutomaticSlot } from "../delivery/index.ts";
import { isSupportError } from "../errors/index.ts";
import { defineReaction, type Read, type Transaction } from "../kernel/index.ts";
import { acknowledgementKey } from "./builtIn/index.ts";
import { deadlines } from "./deadlines.ts";
import { plainSubject } from "./plainWords.ts";
import type { Source } from "./source.ts";
import { templatesState } from "./state.ts";
import type { Found } from "./templateLookup.ts";
import { audienceOf, localesFor, preferredLocale, valuesOf } from "./values.ts";
import { voiceOf } from "./voice.ts";

/**
 * Replies to a customer's first message immediately: the tracking code, when a person will reply, articles, and how to
 * reach a person. It comes from the desk and is not a reply: `case.replied` is not emitted, and no clock stops.
 */
export const acknowledging = defineReaction({
  on: "case.opened",
  phase: "tell",
  async run({ data: { caseId, openedBy, messageId, automatic, newCustomer } }, tx) {
    // A case opened by the host starts with the customer's message, typed into a page of the host.
    if (automatic || messageId === null || (openedBy !== "customer" && openedBy !== "host")) return;
    const found = await tx.get(cases, caseId);
    if (found === null || found.imported || found.spam || !isWanted(tx, found)) return;
    const deps = tx.use(casesState);
    const channel = deps.channels.get(found.channelId);
    const first = await tx.get(messages, messageId);
    if (channel?.capabilities.deliver !== true || first?.direction !== "in") return;
    const address = first.replyTo ?? first.from ?? (await addressesOf(tx, found, channel))[0];
    if (address === undefined) return;
    // A display name is chosen by the sender, who may have forged the address.
    const recipient = { ...address, name: null };
    const brandNew = newCustomer && first.replyTo === null;
    const slot = { recipient, caseId, brandNew, inboundId: first.inboundId };
    if (!(await takeAutomaticSlot(tx, slot))) return;

    const { template, source, firstReplyDueAt } = await compose(tx, found, first.newText);
    const { subject, text, html } = source;
    const message = await queueOutgoing(tx, deps, found, {
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

interface Composed {
  readonly template: Found;
  readonly source: Source;
  readonly firstReplyDueAt: number | null;
}

/** `question`: the customer's words, to search for articles. */
async function compose(read: Read, found: CaseRow, question: string): Promise<Composed> {
  const { settings, lookup, compiler, articles, kinds, signing } = read.use(templatesState);
  const definitions = await read.use(casesState).definitions.current(read);
  const customer = await profileOf(read, found.customerId);
  const firstReplyDueAt = await read.use(deadlines).firstReplyDeadline(read, found.id);
  const preferred = preferredLocale(found, customer);
  const voice = await voiceOf(read, settings, found.brandId);
  const locales = localesFor(preferred, voice);

  const fill = async (template: Found): Promise<Source> => {
    const audience = audienceOf(template.locale, preferred, customer, voice, read.now);
    const { locale } = audience;
    const asked = { tenantId: read.tenantId, found, text: question, locale };
    const own = settings.articles === null ? [] : [settings.articles];
    const known = template.compiled.roots.has("articles") ? await articles(read, own, asked) : [];
    const contact = askHost(read, "contact", () => voice.contact(locale), {});
    const variables = kinds.acknowledgement.parse({ articles: known });
    const brandSignature = template.compiled.roots.has("brand")
      ? ((await signing.ofBrand(read, { found, customer, agent: null, voice }))?.text ?? null)
      : null;
    const facts = { found, customer, agent: null, firstReplyDueAt, contact, brandSignature, variables };
    const values = valuesOf(facts, audience, voice, definitions, compiler.wording);
    return template.compiled.render(values, audience);
  };

  const own = await ownTemplate(read, locales, found.brandId);
  try {
    return { template: own, source: await fill(own), firstReplyDueAt };
  } catch (error) {
    read.report(error, "acknowledgement");
    const spare = lookup.builtIn(own.key, locales);
    return { template: spare, source: await fill(spare), firstReplyDueAt };
  }
}

/**
 * An error in a tenant's or a plugin's template must not block the customer's message: the built-in template is used
 * instead.
 */
async function ownTemplate(read: Read, locales: readonly string[], brandId: string | null): Promise<Found> {
  const { lookup } = read.use(templatesState);
  try {
    const found = await lookup.findOften(read, acknowledgementKey, locales, brandId);
    if (found !== null) return found;
  } catch (error) {
    if (!isSupportError(error) || error.code !== "TEMPLATE_INVALID") throw error;
    read.report(error, "acknowledgement");
  }
  return lookup.builtIn(acknowledgementKey, locales);
}

function isWanted(tx: Transaction, found: CaseRow): boolean {
  const { settings } = tx.use(templatesState);
  return askHost(tx, "enabled", () => settings.isAcknowledged(found), true);
}

/** The result of the host's function; if it throws, that is reported and there is none. */
function askHost<Answer>(
  { report }: Pick<Read, "report">,
  what: string,
  ask: () => Answer,
  otherwise: Answer,
): Answer {
  try {
    return ask();
  } catch (error) {
    report(error, `${what} of the acknowledgement`);
    return otherwise;
  }
}
