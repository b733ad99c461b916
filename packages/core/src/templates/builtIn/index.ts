import type { Source } from "../source.ts";
import { eastern } from "./eastern.ts";
import { further } from "./further.ts";
import type { Phrases } from "./phrases.ts";
import { western } from "./western.ts";

/** A template built into Heedkit. A tenant's own with the same key and locale takes precedence. */
export interface BuiltIn extends Source {
  readonly key: string;
  readonly locale: string;
  readonly kind: string;
}

/** The key of the template that acknowledges a new case. */
export const acknowledgementKey = "acknowledgement";

/**
 * It contains nothing that a stranger wrote, neither a name nor the subject: whoever forges a sender could otherwise
 * make the desk deliver any words to that address.
 */
function acknowledgement(phrases: Phrases): string {
  return `{% if customer.knownName %}${phrases.greetingByName}{% else %}${phrases.greeting}{% endif %}

${phrases.received}

{% if sla.firstReplyDue %}${phrases.answerBy}{% else %}${phrases.answerSoon}{% endif %}

{% if articles.first %}${phrases.articles}
{% for article in articles %}- {{ article.title }}: {{ article.url }}
{% endfor %}{% endif %}

{% if contact.any %}${phrases.reachUs}
{% if contact.phone %}- ${phrases.phone}: {{ contact.phone }}
{% endif %}{% if contact.chatUrl %}- ${phrases.chat}: {{ contact.chatUrl }}
{% endif %}{% if contact.hours %}- ${phrases.hours}: {{ contact.hours }}
{% endif %}{% if contact.text %}{{ contact.text }}
{% endif %}
{% endif %}${phrases.reply}

{{ desk.name }}`;
}

/** The acknowledgements of all languages. */
export const builtIns: readonly BuiltIn[] = Object.entries({ ...western, ...eastern, ...further }).map(
  ([locale, phrases]) => ({
    key: acknowledgementKey,
    locale,
    kind: "acknowledgement",
    subject: phrases.subject,
    text: acknowledgement(phrases),
    html: null,
  }),
);
