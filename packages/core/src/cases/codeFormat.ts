import * as z from "zod";
import { isConflictError, SupportError } from "../errors/index.ts";
import { defineTable } from "../kernel/index.ts";
import type { Storage } from "../ports/index.ts";
import type { CaseSettings } from "./settings.ts";

export const caseCodeFormats = defineTable("caseCodeFormats", {
  comment: "The format of a tenant's tracking codes, so that processes with different formats are not mixed.",
  idPrefix: "ccf",
  fields: { format: z.string() },
  personal: "none",
});

const rowId = "codes";

/** Stores the format of a tenant's codes the first time, and refuses to write codes in another format. */
export interface CodeFormats {
  /** @throws SupportError INVALID_CONFIGURATION if the tenant's codes have a different format than this desk's. */
  require(tenantId: string): Promise<void>;
}

/** Checks once per tenant. Reads the storage directly, never a host transaction. */
export function codeFormats(storage: Storage, { codes, replacedFormat }: CaseSettings): CodeFormats {
  const known = new Set<string>();

  const look = async (tenantId: string): Promise<void> => {
    const key = { tenantId, id: rowId };
    const [row] = await storage.get(caseCodeFormats, [key]);
    if (row?.format === codes.fingerprint) return;
    if (row === undefined) {
      const made = { ...key, version: 1, format: codes.fingerprint };
      return storage.commit([{ kind: "insert", table: caseCodeFormats, row: made }]);
    }
    if (row.format !== replacedFormat) throw mixed(tenantId, row.format, codes.fingerprint);
    return storage.commit([
      {
        kind: "update",
        table: caseCodeFormats,
        key,
        set: { format: codes.fingerprint, version: row.version + 1 },
        expect: { version: row.version },
      },
    ]);
  };

  return {
    async require(tenantId) {
      if (known.has(tenantId)) return;
      await look(tenantId).catch((error) => {
        // Another process was faster, and its format counts.
        if (isConflictError(error)) return look(tenantId);
        throw error;
      });
      known.add(tenantId);
    },
  };
}

function mixed(tenantId: string, stored: string, own: string): SupportError {
  return new SupportError(
    "INVALID_CONFIGURATION",
    `cases.trackingCode: cases of tenant "${tenantId}" have codes like "${stored}", but this desk is configured for "${own}". Use the same format in every process. To change it deliberately, add replaces: "${stored}" to trackingCode.`,
    { details: { tenantId, stored, own } },
  );
}
