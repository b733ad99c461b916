import { forbidden, type Read } from "../kernel/index.ts";

/** Case data in a template requires the permission to read cases; the kernel checks which ones. @throws SupportError FORBIDDEN */
export async function requireCaseReader(read: Read): Promise<void> {
  if ((await read.scopeOf("cases.read")) === null) throw forbidden(read, "cases.read");
}
