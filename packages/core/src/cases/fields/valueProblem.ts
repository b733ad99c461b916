import * as z from "zod";
import { bounds } from "../../kernel/index.ts";
import type { FieldRow, FieldType } from "./schema.ts";

/** Maximum length of text values, by type. */
const longest = { text: bounds.line, url: 2_000, email: 320, longText: 10_000 } as const;

const date = z.iso.date();
const url = z.url({ protocol: /^https?$/ });
const email = z.email();

type Check = (value: unknown, field: FieldRow, held: unknown) => string | null;

const checks: Readonly<Record<FieldType, Check>> = {
  text: (value) => {
    if (typeof value !== "string") return "takes text";
    return /[\r\n]/.test(value) ? "takes text of one line" : tooLong(value, longest.text);
  },
  longText: (value) => (typeof value === "string" ? tooLong(value, longest.longText) : "takes text"),
  number: (value) => (typeof value === "number" && Number.isFinite(value) ? null : "takes a number"),
  boolean: (value) => (typeof value === "boolean" ? null : "takes true or false"),
  date: (value) => (date.safeParse(value).success ? null : "takes a date such as 2026-03-31"),
  url: (value) =>
    typeof value === "string" && value.length <= longest.url && url.safeParse(value).success
      ? null
      : "takes a web address such as https://shop.example/orders/7",
  email: (value) =>
    typeof value === "string" && value.length <= longest.email && email.safeParse(value).success
      ? null
      : "takes an email address",
  select: (value, field, held) => optionProblem(value, field, [held]),
  multiselect: (value, field, held) => {
    if (!Array.isArray(value)) return "takes a list of its options";
    if (new Set(value).size !== value.length) return "takes each of its options once";
    const before: readonly unknown[] = Array.isArray(held) ? held : [];
    return value.map((one) => optionProblem(one, field, before)).find((problem) => problem !== null) ?? null;
  },
};

/** Why a field can't have a value, phrased to follow its name; null if it can. `held`: the present value, which may stay. */
export function valueProblem(value: unknown, field: FieldRow, held: unknown): string | null {
  return checks[field.type](value, field, held);
}

/** Whether a value is empty. */
export function isBlank(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function tooLong(value: string, most: number): string | null {
  return value.length <= most ? null : `takes at most ${most} characters`;
}

function optionProblem(value: unknown, { options }: FieldRow, held: readonly unknown[]): string | null {
  const option = options.find((one) => one.value === value);
  if (option !== undefined && (!option.archived || held.includes(value))) return null;
  const usable = options.filter(({ archived }) => !archived).map((one) => one.value);
  const given = typeof value === "string" ? `"${value.slice(0, 100)}"` : "a value of another type";
  return `takes one of ${usable.join(", ")}, not ${given}`;
}
