/** A value as channels give it, so that what people type meets what comes in. */
export function normaliseIdentity(kind: string, value: string): string {
  const trimmed = value.normalize("NFC").trim();
  if (kind === "email") return trimmed.toLowerCase();
  return kind === "phone" ? trimmed.replace(/[\s().\-/]/g, "").replace(/^00/, "+") : trimmed;
}
