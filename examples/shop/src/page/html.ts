/** Markup that is safe to send: only `html` makes it. */
export interface Html {
  readonly markup: string;
}

type Value = string | number | Html | readonly Html[] | null;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Markup with interpolated values; texts are escaped, so that what customers write stays text. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const markup = parts.map((part, index) => `${part}${markupOf(values[index] ?? null)}`);
  return { markup: markup.join("") };
}

function markupOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? "");
  if ("markup" in value) return value.markup;
  return value.map(({ markup }) => markup).join("");
}
