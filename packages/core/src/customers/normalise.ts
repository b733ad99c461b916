/** A value in the form that channels report, so that typed values match incoming ones. */
export function normaliseIdentity(kind: string, value: string): string {
  const trimmed = value.normalize("NFC").trim();
  if (kind === "email") return trimmed.toLowerCase();
  return kind === "phone" ? trimmed.replace(/[\s().\-/]/g, "").replace(/^00/, "+") : trimmed;
}
