// Each promise of docs/security.md names its test: a row without one, or with one that is not there, fails.
import { existsSync, readFileSync } from "node:fs";

const page = readFileSync("docs/security.md", "utf8");
const section = page.slice(page.indexOf("## Promises and their tests"));
const rows = section.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:kind|---) /.test(line));
const problems = rows.flatMap((row) => {
  const [kind = "", promise = "", test = ""] = row
    .split(" | ")
    .map((cell) => cell.replace(/^\| | \|$/g, "").trim());
  const [, file, name] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
  if (promise === "" || file === undefined) return [`"${kind}" has no promise or no test.`];
  if (!existsSync(file)) return [`"${kind}" names ${file}, which is not there.`];
  const title = new RegExp(`\\(\\s*["\`]${escaped(name)}["\`],`);
  const isThere = title.test(readFileSync(file, "utf8"));
  return isThere ? [] : [`"${kind}" names the test "${name}", which is not in ${file}.`];
});
if (rows.length === 0) problems.push("docs/security.md has no table of promises.");

for (const problem of problems) console.error(problem);
console.log(`${rows.length} promises checked, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
