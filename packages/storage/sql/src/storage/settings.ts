import { SupportError } from "@heedkit/core";

/** Throws INVALID_CONFIGURATION for what cannot be the beginning of tables' names. */
export function requirePrefix(prefix: string): string {
  if (/^[a-z][a-z0-9_]*_$/.test(prefix)) return prefix;
  throw wrongOption(
    `The prefix "${prefix}" must be lower-case letters and digits, and end in _, such as "heedkit_".`,
  );
}

/** Throws INVALID_CONFIGURATION for an option that must be a whole number from `least` on. */
export function requireWhole(option: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw wrongOption(`${option} must be a whole number of at least ${least}, not ${value}.`);
}

/** The error for an option that cannot be. */
export function wrongOption(message: string): SupportError {
  return new SupportError("INVALID_CONFIGURATION", message);
}
