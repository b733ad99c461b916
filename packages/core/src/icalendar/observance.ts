/** What a feed says about an event, for a filter. */
export interface FeedEvent {
  readonly summary: string;
  readonly description: string;
  readonly categories: readonly string[];
}

/**
 * Google's feeds explain in an observance's description how to hide it, in the language of the feed; holidays have no
 * such text.
 */
const HOW_TO_HIDE = /^[^\n]+\n[^\n]*Google/;
const NAMES_IT = /^\s*(?:holiday or )?observance\b/i;
const DENIES_HOLIDAY = /\bnot a (?:public|bank|federal|national) holiday\b/i;

/**
 * Whether a feed marks an event as a day that is observed but not a day off, such as Mother's Day: by its category, its
 * description, or the hint in Google's holiday feeds.
 */
export function isObservance({ summary, description, categories }: FeedEvent): boolean {
  return (
    categories.some((category) => /^observances?$/i.test(category.trim())) ||
    NAMES_IT.test(description) ||
    HOW_TO_HIDE.test(description) ||
    [summary, description].some((text) => DENIES_HOLIDAY.test(text))
  );
}
