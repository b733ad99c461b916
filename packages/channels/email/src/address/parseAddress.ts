import type { Address } from "@heedkit/core";
import { addressParser } from "postal-mime";
import { withoutComments } from "../mime/comments.ts";
import { decodeWords, normaliseWords } from "../mime/encodedWords.ts";
import { normaliseEmail } from "./normaliseEmail.ts";

/** Addresses of one field that are read; mail systems refuse a message to more. */
const mostAddresses = 1_000;
/** Longest display name that is kept; longer ones are only ever abuse. */
const longestName = 200;

/**
 * The addresses of a header field such as `"Lee, Ann" <ann@shop.example>, team: bo@shop.example;`, in order, groups
 * opened, encoded words decoded. What is no address is left out.
 */
export function parseAddressList(field: string): readonly Address[] {
  const addresses = readAddresses(field);
  return addresses.length > 0 || !field.includes("(") ? addresses : readAddresses(bare(field));
}

function readAddresses(field: string): readonly Address[] {
  const entries = addressParser(normaliseWords(field), { flatten: true }).slice(0, mostAddresses);
  return entries.flatMap((entry) => {
    const value = entry.address === undefined ? null : normaliseEmail(entry.address);
    return value === null ? [] : [{ kind: "email", value, name: cleanName(entry.name) }];
  });
}

/** The first address of a header field, or null. */
export function parseAddress(field: string): Address | null {
  return parseAddressList(field)[0] ?? null;
}

/** A display name without the characters that could hide or forge something beside it; null when nothing is left. */
export function cleanName(name: string): string | null {
  const clean = decodeWords(name)
    .replace(/[\p{Cc}\p{Bidi_C}\u2028\u2029]/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(['"])(.*)\1$/, "$2")
    .slice(0, longestName);
  return clean === "" ? null : clean;
}

/** RFC 5322 s.4.4: comments and blanks may stand anywhere in an address of old. */
function bare(field: string): string {
  return withoutComments(field)
    .replace(/[ \t]+/g, " ")
    .replace(/ ?([.@]) ?/g, "$1");
}
