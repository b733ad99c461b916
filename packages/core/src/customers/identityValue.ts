import { normaliseIdentity } from "./normalise.ts";

/** A local part, quoted or not, and a domain. Exotic quoting and comments are left to mail servers. */
const address = /^(?:"[^"\p{Cc}]{1,62}"|[^\s"(),:;<>@[\\\]\p{Cc}]{1,64})@[^\s"(),:;<>@[\\\]\p{Cc}]{1,255}$/u;
/** An international number, or a carrier's short code. */
const number = /^\+?\d{3,15}$/;

/** What is wrong with an identity's value as typed; null if nothing is evidently wrong. */
export function wrongValue(kind: string, value: string): string | null {
  const normal = normaliseIdentity(kind, value);
  if (normal === "" || /\p{Cc}/u.test(normal)) return `is not a valid identity of kind ${kind}`;
  if (kind === "email" && !isAddress(normal)) return "is not an email address such as ada@example.com";
  if (kind === "phone" && !number.test(normal)) return "is not a telephone number such as +43 1 234567";
  return null;
}

function isAddress(text: string): boolean {
  if (!address.test(text)) return false;
  const local = text.slice(0, text.lastIndexOf("@"));
  const labels = text.slice(text.lastIndexOf("@") + 1).split(".");
  const hasGoodDots = local.startsWith('"') || local.split(".").every((part) => part !== "");
  return (
    hasGoodDots && labels.every((label) => label !== "" && !label.startsWith("-") && !label.endsWith("-"))
  );
}
