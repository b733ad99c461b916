import type { Read } from "../kernel/index.ts";
import { type LocalSignature, signing } from "../signatures/index.ts";

/** @throws SupportError TEMPLATE_INVALID */
export async function checkSignatures(
  read: Read,
  key: string,
  all: readonly LocalSignature[],
): Promise<void> {
  const { signing: templates } = read.use(signing);
  for (const { locale, ...written } of all)
    await templates.check(
      read,
      written,
      `the signature of "${key}"${locale === null ? "" : ` in ${locale}`}`,
    );
}
