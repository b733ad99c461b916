import { SupportError } from "../errors/index.ts";
import type { Kernel, Transaction } from "../kernel/index.ts";
import { boundedCache } from "./boundedCache.ts";
import type { BuiltIn } from "./builtIn/index.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Compiled, Compiler } from "./compile.ts";
import { type Template, type TemplateKind, templates } from "./schema.ts";

/** A template that was found, understood. */
export interface Found {
  readonly key: string;
  readonly locale: string;
  readonly kind: TemplateKind;
  readonly isBuiltIn: boolean;
  readonly compiled: Compiled;
}

/** Finds templates by key and locale: of each locale in turn, the tenant's own before the built-in one. */
export interface Shelf {
  find(tx: Transaction, key: string, locales: readonly string[]): Promise<Found | null>;
  /**
   * The same for what is asked at each new case: what the tenant saved is read at most every 5 seconds, so that a
   * template saved by another process is used from then on. One saved by this process is used at once.
   */
  findOften(tx: Transaction, key: string, locales: readonly string[]): Promise<Found | null>;
  /** The built-in template alone; English where the locales have none. @throws SupportError NOT_FOUND */
  builtIn(key: string, locales: readonly string[]): Found;
}

/** Most locales of one template. */
export const mostLocales = 200;
const keepMs = 5_000;

interface Remembered {
  readAt: number;
  /** Grows when a template is saved: what was read before that is not kept. */
  generation: number;
  rows: readonly Template[];
}

export function createShelf(
  kernel: Kernel,
  compiler: Compiler,
  catalogue: Catalogue,
  builtIns: readonly BuiltIn[],
): Shelf {
  const builtInByPlace = new Map(
    builtIns.map((template) => [`${template.key} ${template.locale}`, template]),
  );
  const known = boundedCache<Found>(500);
  const remembered = boundedCache<Remembered>(1_000);
  const memoryOf = (tenantId: string, key: string) =>
    remembered.get(`${tenantId} ${key}`, () => ({ readAt: Number.NaN, generation: 0, rows: [] }));

  for (const type of ["template.saved", "template.removed"] as const) {
    kernel.emitter.on(type, ({ tenantId, data }) => {
      const memory = memoryOf(tenantId, data.key);
      memory.readAt = Number.NaN;
      memory.generation++;
    });
  }

  const understand = (template: Template | BuiltIn): Found => {
    const { key, locale, kind } = template;
    const isBuiltIn = !("version" in template);
    const place = isBuiltIn
      ? `built-in ${key} ${locale}`
      : `${template.tenantId} ${template.id} ${template.version}`;
    return known.get(place, () => ({
      key,
      locale,
      kind,
      isBuiltIn,
      compiled: compiler.compile(template, `template "${key}"`, catalogue[kind]),
    }));
  };

  const choose = (own: readonly Template[], key: string, locales: readonly string[]): Found | null => {
    for (const locale of locales) {
      const template = own.find((row) => row.locale === locale) ?? builtInByPlace.get(`${key} ${locale}`);
      if (template !== undefined) return understand(template);
    }
    return null;
  };

  const ownOf = (tx: Transaction, key: string) =>
    tx.find(templates, { where: { field: "key", is: key }, limit: mostLocales });

  return {
    find: async (tx, key, locales) => choose(await ownOf(tx, key), key, locales),
    async findOften(tx, key, locales) {
      const memory = memoryOf(tx.tenantId, key);
      if (Math.abs(tx.now - memory.readAt) < keepMs) return choose(memory.rows, key, locales);
      const { generation } = memory;
      const rows = await ownOf(tx, key);
      if (generation === memory.generation) {
        memory.rows = rows;
        memory.readAt = tx.now;
      }
      return choose(rows, key, locales);
    },
    builtIn: (key, locales) => requireFound(choose([], key, [...locales, "en"]), key, locales),
  };
}

/** @throws SupportError NOT_FOUND naming where was looked */
export function requireFound(found: Found | null, key: string, locales: readonly string[]): Found {
  if (found !== null) return found;
  throw new SupportError(
    "NOT_FOUND",
    `There is no template "${key}" in ${locales.join(", ")}. Save it in the desk's own language, so that everybody can be answered.`,
    { details: { key, locales } },
  );
}
