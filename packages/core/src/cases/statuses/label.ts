import type { StatusRow } from "./schema.ts";

/** The label of a status for customers: in a locale, else in its language, else the untranslated one. */
export function customerLabel(status: StatusRow, locale: string): string {
  const hasOwn = status.customerLabel !== null || Object.keys(status.customerLabels).length > 0;
  const labels = hasOwn ? status.customerLabels : status.labels;
  return inLocale(labels, locale) ?? status.customerLabel ?? status.label;
}

function inLocale(labels: Readonly<Record<string, string>>, locale: string): string | undefined {
  const wanted = locale.toLowerCase();
  const entries = Object.entries(labels).map(([name, label]) => [name.toLowerCase(), label] as const);
  const named = (name: string) => entries.find(([known]) => known === name)?.[1];
  return named(wanted) ?? named(wanted.split("-")[0] ?? wanted);
}
