import { forbidden, type Read } from "../kernel/index.ts";

/** What a template says of a case is for those who may read cases. @throws SupportError FORBIDDEN */
export async function requireCaseReader(read: Read): Promise<void> {
  if (!(await read.may("cases.read"))) throw forbidden(read, "cases.read");
}
