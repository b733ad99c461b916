import { isBlank, isMarked } from "./plainLine.ts";

/** Clients break lines at 72 characters and more. */
const shortestBrokenLine = 70;

/** A client that broke a long quoted line left its end without a mark, between marked lines. */
export function isBrokenQuote(lines: readonly string[], index: number): boolean {
  const above = (lines[index - 1] ?? "").trimEnd();
  const line = lines[index] ?? "";
  if (!isMarked(above) || !isMarked(lines[index + 1]) || isBlank(line)) return false;
  return above.length >= shortestBrokenLine && !/[.!?:;…。！？]$/.test(above) && /^\p{Ll}/u.test(line);
}

/** How many lines from `index` on are marked, blank ones between them included. */
export function markedLength(lines: readonly string[], index: number): number {
  let length = 0;
  for (let offset = 0; isMarked(lines[index + offset]); offset += 1) length = offset + 1;
  return length;
}

const comparison = /^\s{0,3}>{1,2}\s?(?:=|[-+]?[\d.,]+\s?(?:%|°|€|\$|£|\p{L}{1,8}\b)?(?:\s|$)|[-+€$£]\d)/u;
const command = new RegExp(
  `^\\s{0,3}>{1,3}\\s?(?:${[
    "npm|npx|yarn|pnpm|git|cd|ls|dir|cat|grep|sudo|apt|apt-get|brew|pip|pip3|python|python3|node|docker|kubectl|curl|wget|ssh|scp|ping|tracert|traceroute",
    "ipconfig|ifconfig|nslookup|dig|telnet|cargo|java|javac|php|composer|gem|mkdir|rm|cp|mv|systemctl|chmod|const|var",
  ].join("|")})(?:\\s|$)`,
  "u",
);
const code = /^\s{0,3}>{1,3}\s?[\p{L}_][^?]{0,250}[;{}()]$/u;
const promptArrow = /^\s{0,3}>\s*[./~\w-]{1,40}\s--?\w/;

/** Whether every marked line of a stretch is a comparison ("> 5 kg") or what was typed at a prompt ("> npm install"). */
export function isOwnMarked(stretch: readonly string[]): boolean {
  const filled = stretch.filter((line) => line.replace(/[>\s]/g, "") !== "");
  if (filled.length === 0) return false;
  return filled.every((line) => comparison.test(line)) || filled.every((line) => isTyped(line));
}

function isTyped(line: string): boolean {
  const text = line.trimEnd();
  if (text.length > 300 || /[?]$/.test(text)) return false;
  return (command.test(text) && !/[.!]$/.test(text)) || promptArrow.test(text) || code.test(text);
}

/** A line typed at a prompt; what is marked below it is its continuation. */
export function isPrompt(line: string | undefined): boolean {
  return line !== undefined && /^\s{0,3}(?:\$|#|%|[A-Z]:\\\S{0,100}>)\s?\S/.test(line);
}
