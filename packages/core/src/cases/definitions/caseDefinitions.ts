import { type DefinitionsCache, definitionsCache } from "../../kernel/index.ts";
import { type FieldBook, fieldBook } from "../fields/book.ts";
import { type FieldRow, fields, mostFields } from "../fields/schema.ts";
import type { CaseSettings } from "../settings.ts";
import { type StatusBook, statusBook } from "../statuses/book.ts";
import { mostStatuses, type StatusRow, statuses } from "../statuses/schema.ts";
import { revisionId } from "./edit.ts";
import { caseSettingRevisions } from "./schema.ts";

/** Statuses and own fields of cases in a tenant, from code and made at run time. */
export interface CaseDefinitions {
  readonly statuses: StatusBook;
  readonly fields: FieldBook;
}

/** Combines the code's definitions with a tenant's rows. */
export function caseDefinitions(
  settings: CaseSettings,
  rows: { readonly statuses: readonly StatusRow[]; readonly fields: readonly FieldRow[] } = {
    statuses: [],
    fields: [],
  },
  tenantId = "",
): CaseDefinitions {
  return {
    statuses: statusBook([...settings.statuses.values()], rows.statuses, tenantId),
    fields: fieldBook(settings, rows.fields),
  };
}

/** Definitions by tenant, at most `cases.definitionsMaxAgeMs` old. */
export function caseDefinitionsCache(settings: CaseSettings): DefinitionsCache<CaseDefinitions> {
  return definitionsCache({
    tables: [caseSettingRevisions, statuses, fields],
    revision: async (read) => (await read.get(caseSettingRevisions, revisionId))?.revision ?? 0,
    maxAgeMs: settings.definitionsMaxAgeMs,
    async compile(read, revision) {
      if (revision === 0) return caseDefinitions(settings, undefined, read.tenantId);
      const [ofStatuses, ofFields] = await Promise.all([
        read.find(statuses, { orderBy: [{ field: "position" }], limit: mostStatuses }),
        read.find(fields, { orderBy: [{ field: "position" }], limit: mostFields }),
      ]);
      return caseDefinitions(settings, { statuses: ofStatuses, fields: ofFields }, read.tenantId);
    },
  });
}
