import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Styles text for a terminal; plain if the output isn't one, or if NO_COLOR is set. */
const paint = (style: Style) => (text: string) => styleText(style, text, { stream: process.stdout });

export const bold = paint("bold");
export const dim = paint("dim");
export const accent = paint(["bold", "cyan"]);
const good = paint("green");
const bad = paint(["bold", "red"]);
const chapterStyle = paint(["bold", "magenta"]);

export function say(text = ""): void {
  process.stdout.write(`${text === "" ? "" : `  ${text}`}\n`);
}

/** A heading of the tour. */
export function chapter(title: string): void {
  say();
  say(chapterStyle(title));
  say();
}

/** A fact that was checked. */
export function confirmed(fact: string): void {
  say(`${good("✓")} ${fact}`);
}

export function failed(problem: string): void {
  process.stdout.write(`\n  ${bad("✗")} ${problem}\n`);
}

/** A line of the desk's log. */
export function note(text: string): void {
  for (const line of text.split("\n")) process.stderr.write(`  ${dim(`! ${line}`)}\n`);
}

/** What a person wrote, indented; long texts are truncated. */
export function quote(text: string, most = 10): void {
  const lines = text
    .trim()
    .split(/\r?\n/)
    .flatMap((line) => line.match(/.{1,90}(?:\s|$)|\S+/g) ?? [""]);
  for (const line of lines.slice(0, most)) say(`${dim("│")} ${line}`);
  if (lines.length > most) say(`${dim("│")} ${dim(`… ${lines.length - most} more lines`)}`);
}

/** Two columns: label and value. */
export function detail(label: string, text: string): void {
  say(`${dim(label.padEnd(12))}${text}`);
}
