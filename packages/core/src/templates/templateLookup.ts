import { SupportError } from "../errors/index.ts";
import type { Kernel, Read } from "../kernel/index.ts";
import { boundedCache } from "./boundedCache.ts";
import { type BuiltIn, builtIns } from "./builtIn/index.ts";
import type { Compiled, Compiler } from "./compile.ts";
import type { TemplateKinds } from "./kinds.ts";
import { type TemplateRow, templates } from "./schema.ts";

/** A template that was found and parsed. */
export interface Found {
  readonly key: string;
  readonly locale: string;
  readonly kind: string;
  readonly compiled: Compiled;
}

/**
 * Finds templates by key and locale: first the brand's, for each locale in turn; then for each locale the tenant's own before
 * the built-in one.
 */
export interface TemplateLookup {
  find(tx: Read, key: string, locales: readonly string[], brandId: string | null): Promise<Found | null>;
  /**
   * The same for look-ups at each new case: saved templates are read at most every 5 seconds, so a template saved by
   * another process, or in a host transaction, takes effect after that. One saved by this process takes effect
   * immediately.
   */
  findOften(tx: Read, key: string, locales: readonly string[], brandId: string | null): Promise<Found | null>;
  /** Heedkit's own template only; English if none of the locales has one. @throws SupportError NOT_FOUND */
  builtIn(key: string, locales: readonly string[]): Found;
  /** The kind of a key, according to the built-in templates. */
  kindOf(key: string): string | undefined;
}

/** Maximum locales of one template of a brand, or of the desk. */
export const mostLocales = 200;
const keepMs = 5_000;

interface Understood {
  readonly row: TemplateRow;
  readonly found: Found;
}

interface Remembered {
  readAt: number;
  /** Increases when a template is saved: what was read before is not cached. */
  generation: number;
  rows: readonly TemplateRow[];
}

export function createTemplateLookup(
  kernel: Kernel,
  compiler: Compiler,
  kinds: TemplateKinds,
  fromPlugins: readonly BuiltIn[],
): TemplateLookup {
  // A plugin's template goes before Heedkit's own of the same place.
  const supplied = byPlace([...builtIns, ...fromPlugins]);
  const suppliedFound = new Map<BuiltIn, Found>();
  const known = boundedCache<{ latest: Understood | null }>(500);
  const remembered = boundedCache<Remembered>(1_000);
  const memoryOf = (tenantId: string, key: string, brandId: string | null) =>
    remembered.get(JSON.stringify([tenantId, key, brandId]), () => ({
      readAt: Number.NaN,
      generation: 0,
      rows: [],
    }));

  for (const type of ["template.saved", "template.removed"] as const) {
    kernel.emitter.on(type, ({ tenantId, data }) => {
      const memory = memoryOf(tenantId, data.key, data.brandId);
      memory.readAt = Number.NaN;
      memory.generation++;
    });
  }

  const found = (template: TemplateRow | BuiltIn): Found => {
    const { key, locale, kind } = template;
    const { shape } = kinds.require(kind);
    return { key, locale, kind, compiled: compiler.compile(template, `template "${key}"`, shape) };
  };

  const foundOnce = (template: BuiltIn): Found => {
    const before = suppliedFound.get(template) ?? found(template);
    suppliedFound.set(template, before);
    return before;
  };

  /** Parsed once per text. A version alone is not enough: one that was rolled back had it too. */
  const ownFound = (row: TemplateRow): Found => {
    const place = known.get(`${row.tenantId} ${row.id}`, () => ({ latest: null }));
    if (place.latest !== null && isSameText(place.latest.row, row)) return place.latest.found;
    place.latest = { row, found: found(row) };
    return place.latest.found;
  };

  const choose = (
    ofBrand: readonly TemplateRow[],
    own: readonly TemplateRow[],
    key: string,
    locales: readonly string[],
    understand: (row: TemplateRow) => Found,
  ): Found | null => {
    for (const locale of locales) {
      const row = ofBrand.find((template) => template.locale === locale);
      if (row !== undefined) return understand(row);
    }
    for (const locale of locales) {
      const row = own.find((template) => template.locale === locale);
      if (row !== undefined) return understand(row);
      const template = supplied.get(placeOf({ key, locale }));
      if (template !== undefined) return foundOnce(template);
    }
    return null;
  };

  const rowsOf = (tx: Read, key: string, brandId: string | null) =>
    tx.find(templates, {
      where: {
        and: [
          { field: "key", is: key },
          { field: "brandId", is: brandId },
        ],
      },
      limit: mostLocales,
    });

  const rowsOften = async (tx: Read, key: string, brandId: string | null) => {
    const memory = memoryOf(tx.tenantId, key, brandId);
    if (Math.abs(tx.now - memory.readAt) < keepMs) return memory.rows;
    const { generation } = memory;
    const rows = await rowsOf(tx, key, brandId);
    if (generation === memory.generation) {
      memory.rows = rows;
      memory.readAt = tx.now;
    }
    return rows;
  };

  const find: TemplateLookup["find"] = async (tx, key, locales, brandId) => {
    const understand = tx.seesUncommitted(templates) ? found : ownFound;
    const ofBrand = brandId === null ? [] : await rowsOf(tx, key, brandId);
    return choose(ofBrand, await rowsOf(tx, key, null), key, locales, understand);
  };

  return {
    find,
    async findOften(tx, key, locales, brandId) {
      if (tx.seesUncommitted(templates)) return find(tx, key, locales, brandId);
      const ofBrand = brandId === null ? [] : await rowsOften(tx, key, brandId);
      return choose(ofBrand, await rowsOften(tx, key, null), key, locales, ownFound);
    },
    builtIn(key, locales) {
      const places = [...locales, "en"].map((locale) => ownByPlace.get(placeOf({ key, locale })));
      const template = places.find((place) => place !== undefined);
      return requireFound(template === undefined ? null : foundOnce(template), key, locales);
    },
    kindOf: (key) => [...supplied.values()].find((template) => template.key === key)?.kind,
  };
}

function isSameText(left: TemplateRow, right: TemplateRow): boolean {
  const parts = ["key", "locale", "kind", "subject", "text", "html"] as const;
  return parts.every((part) => left[part] === right[part]);
}

type Place = Pick<BuiltIn, "key" | "locale">;

function placeOf({ key, locale }: Place): string {
  return `${key} ${locale}`;
}

function byPlace(templates: readonly BuiltIn[]): ReadonlyMap<string, BuiltIn> {
  return new Map(templates.map((template) => [placeOf(template), template]));
}

const ownByPlace = byPlace(builtIns);

/** @throws SupportError NOT_FOUND listing the searched locales */
export function requireFound(found: Found | null, key: string, locales: readonly string[]): Found {
  if (found !== null) return found;
  throw new SupportError(
    "NOT_FOUND",
    `There is no template "${key}" in ${locales.join(", ")}. Save it in the desk's own locale, which is the fallback for everybody.`,
    { details: { key, locales } },
  );
}
