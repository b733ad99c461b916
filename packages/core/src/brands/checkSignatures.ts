import type { Read } from "../kernel/index.ts";
import { type LocalSignature, signing } from "../signatures/index.ts";

/** @throws SupportError TEMPLATE_INVALID */
export function checkSignatures(read: Pick<Read, "use">, key: string, all: readonly LocalSignature[]): void {
  const { signing: templates } = read.use(signing);
  for (const { locale, ...written } of all)
    templates.check(written, `the signature of "${key}"${locale === null ? "" : ` in ${locale}`}`);
}
