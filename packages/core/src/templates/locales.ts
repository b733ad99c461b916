import { boundedCache } from "./boundedCache.ts";

const chains = boundedCache<readonly string[]>(500);

/**
 * The locales in which a text can be given to somebody, best first: `de-AT` falls back to `de`, `zh-TW` to `zh-Hant`
 * before `zh`. An invalid tag has none.
 */
export function localeChain(tag: string): readonly string[] {
  return chains.get(tag, () => {
    try {
      const { baseName, language, script } = new Intl.Locale(tag).maximize();
      const canonical = new Intl.Locale(tag).baseName;
      return [...new Set([canonical, baseName, `${language}-${script}`, language])];
    } catch {
      return [];
    }
  });
}

/** The fallback chains of all locales in turn, without duplicates. */
export function fallbacks(...tags: readonly (string | null)[]): readonly string[] {
  return [...new Set(tags.flatMap((tag) => (tag === null ? [] : localeChain(tag))))];
}

const languages = boundedCache<string | null>(500);

/** `de` for `de-AT`; null for an invalid tag. */
export function languageOf(tag: string): string | null {
  return languages.get(tag, () => {
    const [canonical] = localeChain(tag);
    return canonical === undefined ? null : new Intl.Locale(canonical).language;
  });
}

/** The customer's own variety of a text's language, so that Austrians get Austrian dates in a German text. */
export function voiceLocale(textLocale: string, customerLocale: string | null): string {
  if (customerLocale === null) return textLocale;
  const language = languageOf(customerLocale);
  return language !== null && language === languageOf(textLocale) ? customerLocale : textLocale;
}
