import * as z from "zod";
import { requireUsableBrand } from "../../brands/index.ts";
import { ConflictError, SupportError } from "../../errors/index.ts";
import { defineCommand, versionInput } from "../../kernel/index.ts";
import { catalogueOf } from "../catalogueOf.ts";
import { body } from "../inputs.ts";
import { place, placeText } from "../place.ts";
import { type TemplateRow, templates, templateView } from "../schema.ts";
import { templatesState } from "../state.ts";
import { mostLocales } from "../templateLookup.ts";

const input = z.strictObject({
  ...place,
  ...body,
  expectedVersion: versionInput
    .optional()
    .describe(
      "Rejects the change if the template was saved since this version was read. 0: only create, never replace.",
    ),
});

/**
 * Saves a template under its key and locale, for the desk or for one of its brands. Saving an identical template changes
 * nothing.
 *
 * @throws SupportError TEMPLATE_INVALID listing each unknown variable, filter and tag with its place and a suggestion;
 * INVALID_INPUT for an unknown kind, or a key that is used by templates of another kind
 * @throws ConflictError if the template is no longer at `expectedVersion`
 */
export const save = defineCommand({
  name: "templates.save",
  summary: "Saves a template under its key and locale.",
  input,
  output: templateView,
  access: { permission: "templates.write", cases: "none" },
  http: "PUT /templates/{key}/{locale}",
  async run(tx, { expectedVersion, ...values }): Promise<TemplateRow> {
    const { compiler, kinds, lookup } = tx.use(templatesState);
    const { key, locale, kind, brandId } = values;
    if (brandId !== null) await requireUsableBrand(tx, brandId);
    compiler.check(values, `template "${key}"`, await catalogueOf(tx, kinds.require(kind)));
    const ofKey = { field: "key", is: key } as const;
    const siblings = await tx.find(templates, {
      where: { and: [ofKey, { field: "brandId", is: brandId }] },
      limit: mostLocales,
    });
    const before = siblings.find((row) => row.locale === locale) ?? null;
    if (expectedVersion !== undefined && expectedVersion !== (before?.version ?? 0))
      throw savedMeanwhile(before?.id ?? `${key} ${locale}`);
    const others = await tx.find(templates, {
      where: { and: [ofKey, { field: "kind", isNot: kind }] },
      limit: 2,
    });
    refuseOtherKind(lookup.kindOf(key) ?? others.find(({ id }) => id !== before?.id)?.kind, key, kind);
    if (before !== null && isSame(before, values)) return before;
    if (before === null && siblings.length >= mostLocales)
      throw new SupportError(
        "INVALID_INPUT",
        `The template "${key}" already has ${mostLocales} locales, which is the limit. Remove one first.`,
      );
    const placed = { ...values, place: placeText(values) };
    const saved = before === null ? tx.insert(templates, placed) : tx.update(templates, before, placed);
    tx.emit("template.saved", {}, { templateId: saved.id, key, locale, brandId });
    return saved;
  },
});

/** A key has one meaning in all its languages, so that everybody gets what was intended. */
function refuseOtherKind(taken: string | undefined, key: string, kind: string): void {
  if (taken === undefined || taken === kind) return;
  throw new SupportError(
    "INVALID_INPUT",
    `Templates under "${key}" are of the kind ${taken}. Save this one as ${taken}, or under another key.`,
    { details: { key, kind: taken } },
  );
}

function isSame(
  before: TemplateRow,
  values: Pick<TemplateRow, "kind" | "subject" | "text" | "html">,
): boolean {
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
