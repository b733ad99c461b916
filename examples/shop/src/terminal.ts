import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Styles text for a terminal; plain where the output is none, or where NO_COLOR is set. */
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

/** Something that was looked up and found to be so. */
export function confirmed(fact: string): void {
  say(`${good("✓")} ${fact}`);
}

export function failed(problem: string): void {
  process.stdout.write(`\n  ${bad("✗")} ${problem}\n`);
}

/** Text of a person, set off at the side; long ones are cut. */
export function quote(text: string, most = 6): void {
  const lines = text.trim().split(/\r?\n/);
  for (const line of lines.slice(0, most)) say(`${dim("│")} ${line}`);
  if (lines.length > most) say(`${dim("│")} ${dim(`… ${lines.length - most} more lines`)}`);
}

/** Two columns: what it is, and what it says. */
export function detail(label: string, text: string): void {
  say(`${dim(label.padEnd(12))}${text}`);
}
