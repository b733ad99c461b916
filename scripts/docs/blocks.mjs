// Finds the code blocks of the README files and guides, and writes each ```ts block to a file that can be checked and run.
//
// A comment before a block supplies what the block itself does not show:
//   <!-- with: const { support, caseId } = await exampleDesk(); -->
// `exampleDesk` is imported from exampleDesk.ts. A block whose comment only declares (`declare const ...`) is type-checked
// and not run. Other blocks of the same page are `./<page>_<n>.ts`.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { addresses } from "./servers.mjs";

export const folder = ".heedkit/docs";
export const pages = globSync(
  [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/*.md",
    "packages/**/README.md",
    "examples/*/README.md",
  ],
  { exclude: (name) => /node_modules|dist/.test(name) },
).sort();

const blockPattern = /(?:<!-- with: ([\s\S]*?)-->\s*)?^```ts\n([\s\S]*?)^```$/gm;
const suitePattern = /\b(?:storage|blobs|desk|channel|engine|live|migration)Suite\(|from "vitest"/;

/** Writes every ```ts block to the folder, and tells how each is to be checked. */
export function writeBlocks() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return pages.flatMap((page) => {
    const text = readFileSync(page, "utf8");
    return [...text.matchAll(blockPattern)].map((match, at) => writeBlock(page, text, match, at + 1));
  });
}

function writeBlock(page, text, { 0: whole, 1: setUp = "", 2: code, index }, number) {
  const before = text.slice(0, index + whole.indexOf("```ts\n")).split("\n").length;
  const isSuite = suitePattern.test(setUp + code);
  const name = page.replace(/\.md$/, "").replaceAll(/\W/g, "_");
  const file = `${name}_${number}${isSuite ? ".test" : ""}.ts`;
  const example = /\bexampleDesk\b/.test(setUp)
    ? 'import { exampleDesk } from "../../scripts/docs/exampleDesk.ts"; '
    : "";
  const written = `${example}${setUp.replaceAll("\n", " ")}${"\n".repeat(before)}${code}export {};\n`;
  const servers = Object.keys(addresses).filter((server) =>
    written.match(server === "postgres" ? /postgres:\/\/|DATABASE_URL/ : `${server}://`),
  );
  writeFileSync(`${folder}/${file}`, pointedAtServers(written, servers));
  const how = /\bdeclare (?:const|function)\b/.test(setUp) ? "declared" : isSuite ? "suite" : "run";
  return { page, line: before + 1, file, how, servers };
}

/** The block with the servers of this machine in place of those it names. */
function pointedAtServers(code, servers) {
  let pointed = code;
  for (const server of servers)
    if (addresses[server] !== null)
      pointed = pointed.replaceAll(new RegExp(`${server}://[^"]*`, "g"), addresses[server]);
  return pointed;
}

/** The statements of every ```sql block, with the database they are for: SQLite unless page or block name another. */
export function statements() {
  return pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/^```sql\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => {
      const database = /postgres/i.test(page + block)
        ? "postgres"
        : /mysql|mariadb/i.test(page + block)
          ? "mysql"
          : "sqlite";
      return block
        .split(/;[ \t]*$/m)
        .flatMap((text) => (text.trim() === "" ? [] : [{ page, database, text: text.trim() }]));
    }),
  );
}
