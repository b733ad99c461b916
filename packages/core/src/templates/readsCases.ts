import { forbidden, type Read } from "../kernel/index.ts";

/** Case data in a template requires the permission to read cases. @throws SupportError FORBIDDEN */
export async function requireCaseReader(read: Read): Promise<void> {
  if (!(await read.may("cases.read"))) throw forbidden(read, "cases.read");
}
