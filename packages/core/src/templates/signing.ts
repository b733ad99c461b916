import { agents } from "../agents/index.ts";
import { casesState, requireCase } from "../cases/index.ts";
import { profileOf } from "../customers/index.ts";
import { isSupportError } from "../errors/index.ts";
import type { Read } from "../kernel/index.ts";
import type { LocalSignature, Signature, SignedMessage, Signing } from "../signatures/index.ts";
import { boundedCache } from "./boundedCache.ts";
import { catalogueOf } from "./catalogueOf.ts";
import type { Compiled, Compiler } from "./compile.ts";
import type { TemplateKinds } from "./kinds.ts";
import { fallbacks } from "./locales.ts";
import type { TemplateSettings } from "./settings.ts";
import { audienceOf, localesFor, preferredLocale, type ValueFacts, valuesOf } from "./values.ts";
import { type Voice, voiceOf } from "./voice.ts";

/** Whom a signature is filled in for. */
export interface SignatureTopic extends Omit<ValueFacts, "firstReplyDueAt" | "contact" | "variables"> {
  readonly voice: Voice;
}

/** Signatures, with what was understood of them kept. */
export interface Signatures extends Signing {
  /** The signature of the brand whose voice it is, filled in; null where it has none. */
  ofBrand(read: Read, topic: SignatureTopic): Promise<Signature | null>;
}

export function createSignatures(
  compiler: Compiler,
  kinds: TemplateKinds,
  settings: TemplateSettings,
): Signatures {
  const compiled = boundedCache<Compiled>(500);
  const { shape } = kinds.signature;
  const sourceOf = ({ text, html }: Signature) => ({ subject: null, text, html });

  const fill = async (
    read: Read,
    signature: Signature,
    locale: string,
    topic: SignatureTopic,
  ): Promise<Signature | null> => {
    const { voice, found, customer, agent } = topic;
    const definitions = await read.use(casesState).definitions.current(read);
    try {
      const template = compiled.get(JSON.stringify([signature.text, signature.html]), () =>
        compiler.compile(sourceOf(signature), "the signature", shape),
      );
      const audience = audienceOf(locale, preferredLocale(found, customer), customer, voice, read.now);
      const contact = template.roots.has("contact") ? voice.contact(audience.locale) : {};
      const facts = { found, customer, agent, firstReplyDueAt: null, contact, variables: {} };
      const { text, html } = template.render(
        valuesOf(facts, audience, voice, definitions, compiler.wording),
        audience,
      );
      return text === "" ? null : { text, html };
    } catch (error) {
      if (!isSupportError(error)) throw error;
      // Whatever is wrong with a signature must not keep the answer above it back.
      read.report(error, "signature of a message");
      return null;
    }
  };

  const ofBrand = async (read: Read, topic: SignatureTopic): Promise<Signature | null> => {
    const { found, customer, voice } = topic;
    const preferred = preferredLocale(found, customer);
    const chosen = forReader(voice.brand?.signatures ?? [], preferred, localesFor(preferred, voice));
    return chosen === undefined ? null : fill(read, chosen, chosen.locale ?? voice.locale, topic);
  };

  return {
    async check(read, signature, label) {
      compiler.check(sourceOf(signature), label, await catalogueOf(read, kinds.signature));
    },
    ofBrand,
    async sign(read: Read, { caseId, agentId, text }: SignedMessage) {
      const found = await requireCase(read, caseId);
      const agent = agentId === null ? null : await read.get(agents, agentId);
      const voice = await voiceOf(read, settings, found.brandId);
      const own = agent?.signature ?? null;
      if (own === null && voice.brand === null) return null;
      const customer = await profileOf(read, found.customerId);
      const topic = { found, customer, agent, voice };
      const locale = preferredLocale(found, customer) ?? voice.locale;
      const both = [own === null ? null : await fill(read, own, locale, topic), await ofBrand(read, topic)];
      const signatures = both.filter((one) => one !== null);
      return signatures.some((one) => endsWith(text, one.text)) ? null : (signatures[0] ?? null);
    },
  };
}

/** The signature for whoever reads a language: in it, else the one for all, else in a language that is fallen back to. */
function forReader(
  signatures: readonly LocalSignature[],
  preferred: string | null,
  locales: readonly string[],
): LocalSignature | undefined {
  for (const locale of [...fallbacks(preferred), null, ...locales]) {
    const found = signatures.find((one) => one.locale === locale);
    if (found !== undefined) return found;
  }
  return signatures[0];
}

/** Whether a text closes with certain lines already, whatever blanks they end with. */
function endsWith(text: string, closing: string): boolean {
  const [lines, last] = [bare(text), bare(closing)];
  return lines === last || lines.endsWith(`\n${last}`);
}

function bare(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
