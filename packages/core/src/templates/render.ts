import { agents } from "../agents/index.ts";
import { type CaseRow, casesState, requireCase } from "../cases/index.ts";
import { type Customer, profileOf } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import type { Read } from "../kernel/index.ts";
import type { Compiled } from "./compile.ts";
import { deadlines } from "./deadlines.ts";
import type { Source } from "./source.ts";
import { templatesState } from "./state.ts";
import { requireFound } from "./templateLookup.ts";
import { audienceOf, localesFor, preferredLocale, valuesOf } from "./values.ts";
import { type Voice, voiceOf } from "./voice.ts";

/** The case and customer that a text is about. */
export interface Topic {
  readonly found: CaseRow | null;
  readonly customer: Customer | null;
  readonly voice: Voice;
}

/** A rendered template. */
export interface RenderedTemplate extends Source {
  readonly key: string;
  /** Locale of the chosen template, which may differ from the requested one. */
  readonly locale: string;
}

interface Rendering {
  readonly key: string;
  /** Null: the customer's. */
  readonly locale: string | null;
  /** Values of the variables that the template's kind declares. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a template is to be filled in for. */
interface Naming {
  readonly caseId?: string | undefined;
  readonly customerId?: string | undefined;
  /** Default: that of the case. */
  readonly brandId?: string | null | undefined;
}

/**
 * The case and customer that a template is rendered for. Defaults to the requester of the case.
 * @throws SupportError NOT_FOUND
 */
export async function topicOf(read: Read, { caseId, customerId, brandId }: Naming): Promise<Topic> {
  const found = caseId === undefined ? null : await requireCase(read, caseId);
  const whom = customerId ?? found?.customerId;
  const customer = whom === undefined ? null : await profileOf(read, whom);
  if (customer === null && customerId !== undefined)
    throw new SupportError("NOT_FOUND", `There is no customer ${customerId}.`, { details: { customerId } });
  const voice = await voiceOf(
    read,
    read.use(templatesState).settings,
    brandId === undefined ? (found?.brandId ?? null) : brandId,
  );
  return { found, customer, voice };
}

/** Renders a template, in the customer's language unless another locale is requested. */
export async function renderFor(
  read: Read,
  { key, locale, variables }: Rendering,
  topic: Topic,
): Promise<RenderedTemplate> {
  const { lookup, kinds } = read.use(templatesState);
  const { voice } = topic;
  const locales = localesFor(locale ?? preferredLocale(topic.found, topic.customer), voice);
  const template = requireFound(await lookup.find(read, key, locales, voice.brand?.id ?? null), key, locales);
  const values = kinds.require(template.kind).parse(variables);
  return {
    key,
    locale: template.locale,
    ...(await fillIn(read, template.compiled, template.locale, topic, values)),
  };
}

/**
 * Renders a compiled template. `locale`: its language; `variables`: validated values of its kind's own variables.
 *
 * @throws SupportError INVALID_INPUT if it refers to a case or customer that is not given; TEMPLATE_FAILED
 */
export async function fillIn(
  read: Read,
  compiled: Compiled,
  locale: string,
  topic: Topic,
  variables: Readonly<Record<string, unknown>>,
): Promise<Source> {
  const { roots } = compiled;
  refuseUnnamed(roots, topic);
  const { compiler, signing } = read.use(templatesState);
  const { found, customer, voice } = topic;
  const agent =
    roots.has("agent") && read.actor.kind === "agent" ? await read.get(agents, read.actor.id) : null;
  const firstReplyDueAt =
    roots.has("sla") && found !== null ? await read.use(deadlines).firstReplyDeadline(read, found.id) : null;
  const audience = audienceOf(locale, preferredLocale(found, customer), customer, voice, read.now);
  const contact = voice.contact(audience.locale);
  const brandSignature = roots.has("brand") ? (await signing.ofBrand(read, { ...topic, agent }))?.text : null;
  const values = valuesOf(
    { found, customer, agent, firstReplyDueAt, contact, brandSignature: brandSignature ?? null, variables },
    audience,
    voice,
    await read.use(casesState).definitions.current(read),
    compiler.wording,
  );
  return compiled.render(values, audience);
}

/** A text with gaps must not reach anybody. */
function refuseUnnamed(roots: ReadonlySet<string>, { found, customer }: Topic): void {
  const root = ["case", "sla"].find((name) => roots.has(name));
  if (found === null && root !== undefined)
    throw new SupportError(
      "INVALID_INPUT",
      `The template uses variables of "${root}", which need a case. Pass caseId.`,
    );
  if (found === null && customer === null && roots.has("customer"))
    throw new SupportError(
      "INVALID_INPUT",
      'The template uses variables of "customer". Pass customerId or caseId.',
    );
}
