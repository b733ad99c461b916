// Holds every copy of a package in the lockfile against the table of minimum safe versions, and sees to it that the
// packages that the published ones depend on are in the table.
import { globSync, readFileSync } from "node:fs";

const table = JSON.parse(readFileSync("scripts/minimum-versions.json", "utf8"));
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const problems = [];

for (const [name, { minimum, reason }] of Object.entries(table)) {
  // A version that is merely untested matters where a package of ours runs it, an unsafe one wherever it lies.
  const isOnlyTested = reason?.startsWith("Lowest version tested");
  const copies = Object.entries(packages).filter(([path]) =>
    isOnlyTested ? isOurs(path, name) : path.endsWith(`node_modules/${name}`),
  );
  if (copies.length === 0) problems.push(`${name} is in the table and not in the lockfile: remove it.`);
  if (!reason) problems.push(`${name} has no reason in the table.`);
  for (const [path, { version }] of copies)
    if (isOlder(version, minimum)) problems.push(`${path} is ${version}, older than ${minimum}. ${reason}`);
}

for (const file of globSync("packages/**/package.json", {
  exclude: (path) => path.includes("node_modules"),
})) {
  const {
    name,
    dependencies = {},
    peerDependencies = {},
    private: isPrivate,
  } = JSON.parse(readFileSync(file, "utf8"));
  // The suites run on the machines of those who write adapters.
  if (isPrivate || name === "@heedkit/testing") continue;
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies }))
    if (!/^@(?:heedkit|types)\//.test(dependency) && table[dependency] === undefined)
      problems.push(`${name} depends on ${dependency}, which is not in scripts/minimum-versions.json.`);
}

for (const problem of problems) console.error(problem);
console.log(`${Object.keys(table).length} packages checked, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

function isOurs(path, name) {
  return (
    path === `node_modules/${name}` || (path.startsWith("packages/") && path.endsWith(`node_modules/${name}`))
  );
}

function isOlder(version, minimum) {
  return version.localeCompare(minimum, "en", { numeric: true }) < 0;
}
