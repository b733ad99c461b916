import { ConflictError, SupportError } from "../errors/index.ts";
import { authorize, type Context, parseInput, type Transaction, transact } from "../kernel/index.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Compiler } from "./compile.ts";
import { type SaveTemplateInput, saveTemplateInput, type TemplatePlace, templatePlace } from "./inputs.ts";
import { type Template, type TemplateKind, templates } from "./schema.ts";
import { mostLocales, type Shelf } from "./shelf.ts";

/** What checking a template needs. */
export interface TemplateChecks {
  readonly compiler: Compiler;
  readonly catalogue: Catalogue;
  readonly shelf: Shelf;
}

/**
 * Saves a template under its key and locale. Saving what is there already changes nothing.
 *
 * @throws SupportError TEMPLATE_INVALID naming each unknown variable, filter and tag, its place and what was
 * probably meant; INVALID_INPUT when the key is taken by templates of another kind
 * @throws ConflictError when `expectedVersion` is not the template's any more
 */
export async function saveTemplate(
  context: Context,
  { compiler, catalogue, shelf }: TemplateChecks,
  input: SaveTemplateInput,
): Promise<Template> {
  await authorize(context, "templates.write");
  const { expectedVersion, ...values } = parseInput(saveTemplateInput, input, "templates.save");
  const { key, locale, kind } = values;
  compiler.check(values, `template "${key}"`, catalogue[kind]);
  return transact(context, async (tx) => {
    const siblings = await tx.find(templates, { where: { field: "key", is: key }, limit: mostLocales });
    const before = siblings.find((row) => row.locale === locale) ?? null;
    if (expectedVersion !== undefined && expectedVersion !== (before?.version ?? 0))
      throw savedMeanwhile(before?.id ?? `${key} ${locale}`);
    refuseOtherKind(shelf.kindOf(key) ?? siblings.find((row) => row !== before)?.kind, key, kind);
    if (before !== null && isSame(before, values)) return before;
    if (before === null && siblings.length >= mostLocales)
      throw new SupportError(
        "INVALID_INPUT",
        `The template "${key}" has ${mostLocales} locales, which is the most.`,
      );
    const saved = before === null ? tx.insert(templates, values) : tx.update(templates, before, values);
    tx.emit("template.saved", {}, { templateId: saved.id, key, locale });
    return saved;
  });
}

/** Removes the tenant's own template; a built-in one of the same place takes over. @throws SupportError NOT_FOUND */
export async function removeTemplate(context: Context, input: TemplatePlace): Promise<void> {
  await authorize(context, "templates.write");
  const { key, locale } = parseInput(templatePlace, input, "templates.remove");
  await transact(context, async (tx) => {
    const row = await atPlace(tx, key, locale);
    if (row === null) throw noTemplate(key, locale);
    tx.delete(templates, row);
    tx.emit("template.removed", {}, { templateId: row.id, key, locale });
  });
}

export function atPlace(tx: Transaction, key: string, locale: string): Promise<Template | null> {
  return tx.findOne(templates, {
    and: [
      { field: "key", is: key },
      { field: "locale", is: locale },
    ],
  });
}

export function noTemplate(key: string, locale: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no template "${key}" in ${locale}.`, {
    details: { key, locale },
  });
}

/** A key says one thing in all its languages, so that whoever is answered gets what was meant. */
function refuseOtherKind(taken: TemplateKind | undefined, key: string, kind: TemplateKind): void {
  if (taken === undefined || taken === kind) return;
  throw new SupportError(
    "INVALID_INPUT",
    `Templates under "${key}" are of the kind ${taken}. Save this one as ${taken}, or under another key.`,
    { details: { key, kind: taken } },
  );
}

function isSame(before: Template, values: Pick<Template, "kind" | "subject" | "text" | "html">): boolean {
  return (["kind", "subject", "text", "html"] as const).every((field) => before[field] === values[field]);
}

function savedMeanwhile(id: string): ConflictError {
  return new ConflictError({
    changeIndex: 0,
    table: templates.name,
    id,
    reason: "expectation",
    constraint: "version",
  });
}
