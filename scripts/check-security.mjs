// Each promise of docs/security.md names its test, and each kind of attack that the desk was tried with has a promise: a
// row without a test, with one that is not there or is skipped, or a kind without a row fails.
import { existsSync, readFileSync } from "node:fs";

const kinds = [
  "Poison messages",
  "Actors without an id",
  "Unverified identities",
  "Stored HTML",
  "The host's fields",
  "Half-open peers",
  "Mail bombs",
  "Forged bounces",
  "Desk addresses with a plus",
  "Template denial of service",
  "Slow peers",
  "Clocks that differ",
  "Forged erasures",
  "Reach of roles",
  "Access of every operation",
  "History of a case",
  "Bounds of input",
  "Origin of webhooks",
  "Header injection",
  "SMTP command injection",
  "SMTP smuggling",
  "STARTTLS injection",
  "SQL injection",
  "Search injection",
  "Cursor injection",
  "Tenancy",
  "Idempotency across tenants and actors",
  "Prototype pollution",
  "HTML of mail",
  "Signed addresses",
  "Loops",
  "Hostile IMAP servers",
  "Hostile SMTP peers",
  "Secrets in errors",
];

const page = readFileSync("docs/security.md", "utf8");
const section = page.slice(page.indexOf("## Promises and their tests"));
const rows = section
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:kind|---) /.test(line))
  .map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "").trim()));

const problems = rows.flatMap(([kind = "", promise = "", test = ""]) => {
  const [, file, name] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
  if (promise === "" || file === undefined) return [`"${kind}" has no promise or no test.`];
  if (!existsSync(file)) return [`"${kind}" names ${file}, which is not there.`];
  const title = new RegExp(`(\\.skip|\\.todo)?\\(\\s*["\`]${escaped(name)}["\`],`, "g");
  const found = [...readFileSync(file, "utf8").matchAll(title)];
  if (found.some(([, isLeftOut]) => isLeftOut === undefined)) return [];
  return [`"${kind}" names the test "${name}", which is not in ${file} or is left out there.`];
});
const covered = new Set(rows.map(([kind]) => kind));
problems.push(...kinds.filter((kind) => !covered.has(kind)).map((kind) => `"${kind}" has no row.`));

for (const problem of problems) console.error(problem);
console.log(`${rows.length} promises of ${covered.size} kinds checked, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
