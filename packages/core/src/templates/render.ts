import { agents } from "../agents/index.ts";
import { type CaseRow, type CasesDeps, requireCase } from "../cases/index.ts";
import { profileOf } from "../customers/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { FirstReplyDeadline } from "./acknowledgement.ts";
import type { Compiled, Source } from "./compile.ts";
import type { TemplateSettings } from "./settings.ts";
import { requireFound, type Shelf } from "./shelf.ts";
import type { TimeWording } from "./timeWording.ts";
import { audienceOf, localesFor, preferredLocale, valuesOf } from "./values.ts";

/** What filling in a template for a case needs. */
export interface RenderDeps {
  readonly cases: CasesDeps;
  readonly settings: TemplateSettings;
  readonly shelf: Shelf;
  readonly wording: TimeWording;
  readonly firstReplyDeadline: FirstReplyDeadline;
}

/** A template filled in for a case. */
export interface RenderedTemplate extends Source {
  readonly key: string;
  /** Locale of the template that was chosen, which may not be the one asked for. */
  readonly locale: string;
}

/** Fills in a template for a case, in the customer's language unless another locale is asked for. */
export async function renderFor(
  tx: Transaction,
  deps: RenderDeps,
  { key, locale, caseId }: { readonly key: string; readonly locale: string | null; readonly caseId: string },
): Promise<RenderedTemplate> {
  const found = await requireCase(tx, caseId);
  const customer = await profileOf(tx, found.customerId);
  const locales = localesFor(locale ?? preferredLocale(found, customer), deps.settings);
  const template = requireFound(await deps.shelf.find(tx, key, locales), key, locales);
  return {
    key,
    locale: template.locale,
    ...(await fillIn(tx, deps, template.compiled, template.locale, found)),
  };
}

/** Fills in what was compiled for a case. `locale`: the language it is written in. */
export async function fillIn(
  tx: Transaction,
  deps: RenderDeps,
  compiled: Compiled,
  locale: string,
  found: CaseRow,
): Promise<Source> {
  const { roots } = compiled;
  const customer = await profileOf(tx, found.customerId);
  const agent = roots.has("agent") && tx.actor.kind === "agent" ? await tx.get(agents, tx.actor.id) : null;
  const firstReplyDueAt = roots.has("sla") ? await deps.firstReplyDeadline(tx, found.id) : null;
  const preferred = preferredLocale(found, customer);
  const audience = audienceOf(locale, preferred, customer, deps.settings, tx.now);
  const contact = deps.settings.contact(audience.locale);
  const facts = { found, customer, agent, firstReplyDueAt, articles: [], contact };
  return compiled.render(
    valuesOf(facts, audience, deps.settings, deps.cases.settings, deps.wording),
    audience,
  );
}
