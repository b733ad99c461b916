import { relative } from "node:path";
import { startedIn } from "./arguments.ts";
import { deskAddress, deskName } from "./desk.ts";
import type { Shop } from "./openShop.ts";
import { bold, chapter, detail, dim, say } from "./terminal.ts";

/** Prints what is running and where. */
export function introduce({ mailPort, mailFolder }: Shop, databasePath: string): void {
  say();
  say(`${bold(deskName)}  ${dim("a small shop with Heedkit inside")}`);
  say();
  detail("Kept in", `${shortPath(databasePath)} ${dim("shop and desk in one SQLite file")}`);
  detail("Mail in", `127.0.0.1:${mailPort} ${dim(`SMTP, for ${deskAddress}`)}`);
  detail("Mail out", `${shortPath(mailFolder)} ${dim("by SMTP to a post office of its own")}`);
}

/** Prints how to write to the desk and where to look. */
export function invite(mailPort: number, url: string): void {
  const port = mailPort === 2525 ? "" : ` --port ${mailPort}`;
  chapter("The desk is open");
  detail("Look", url);
  detail("Write", `npm run mail --workspace examples/shop --${port} "My teapot leaks" "What can I do?"`);
  detail("", dim("or, with curl:"));
  detail("", `printf 'From: Ann <ann@mail.example>\\nSubject: My teapot leaks\\n\\nWhat can I do?\\n' |`);
  detail(
    "",
    `  curl smtp://127.0.0.1:${mailPort} --mail-from ann@mail.example --mail-rcpt ${deskAddress} -T -`,
  );
  detail("Stop", "Ctrl-C");
  say();
}

function shortPath(path: string): string {
  const fromHere = relative(startedIn, path);
  return fromHere.startsWith("..") ? path : fromHere;
}
