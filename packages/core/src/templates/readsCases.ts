import { forbidden, type Read } from "../kernel/index.ts";

/** What a template says of a case is for those who may read cases; the kernel checks which. @throws SupportError FORBIDDEN */
export async function requireCaseReader(read: Read): Promise<void> {
  if ((await read.scopeOf("cases.read")) === null) throw forbidden(read, "cases.read");
}
