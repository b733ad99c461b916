// Checks that all published packages look the same: what they say of themselves, what they ship and how they are entered.
import { existsSync, readFileSync } from "node:fs";

const { workspaces } = JSON.parse(readFileSync("package.json", "utf8"));
const license = readFileSync("LICENSE", "utf8");
const problems = [];

for (const folder of workspaces.filter((one) => !one.includes("*"))) {
  const own = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  if (own.private === true) continue;
  const wrong = (problem) => problems.push(`${folder}: ${problem}`);

  if (!/^[A-Z].*\.$/.test(own.description ?? "")) wrong("package.json: description must be a sentence.");
  if (own.license !== "MIT") wrong('package.json: license must be "MIT".');
  if (own.type !== "module") wrong('package.json: type must be "module".');
  if (own.homepage === undefined) wrong("package.json: homepage is missing.");
  if (own.repository?.directory !== folder) wrong(`package.json: repository.directory must be "${folder}".`);
  if (!own.keywords?.includes("heedkit")) wrong('package.json: keywords must include "heedkit".');
  if (own.sideEffects !== false) wrong("package.json: sideEffects must be false.");
  if (own.engines?.node === undefined) wrong("package.json: engines.node is missing.");
  if (!own.files?.includes("dist")) wrong('package.json: files must list "dist".');
  if (own.name !== "@heedkit/core" && !own.peerDependencies?.["@heedkit/core"]?.startsWith("^"))
    wrong(
      "package.json: @heedkit/core must be a peer dependency with a range, so that there is one copy of it.",
    );
  for (const [door, { types, default: main }] of Object.entries(own.exports ?? {}))
    if (types === undefined || main === undefined)
      wrong(`package.json: exports["${door}"] needs types and default.`);

  if (!existsSync(`${folder}/LICENSE`) || readFileSync(`${folder}/LICENSE`, "utf8") !== license)
    wrong("LICENSE must be that of the repository.");
  for (const file of ["README.md", "src/index.ts", "tsup.config.ts", "tsconfig.build.json"])
    if (!existsSync(`${folder}/${file}`)) wrong(`${file} is missing.`);
  if (existsSync(`${folder}/src/index.ts`)) checkDoor(readFileSync(`${folder}/src/index.ts`, "utf8"), wrong);
  if (existsSync(`${folder}/README.md`)) checkReadme(readFileSync(`${folder}/README.md`, "utf8"), own, wrong);
}

/** The door of a package only opens on what other files define. */
function checkDoor(source, wrong) {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
  const rest = code.replace(/export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+"[^"]+";/g, "");
  if (rest.trim() !== "")
    wrong(`src/index.ts must only re-export; it also has: ${rest.trim().split("\n")[0]}`);
}

/** A newcomer reads the name, what it is for and an example that works. */
function checkReadme(text, { name }, wrong) {
  if (!text.startsWith(`# ${name}\n`)) wrong(`README.md must begin with "# ${name}".`);
  const [example] = text.match(/```(?:ts|tsx|sh)\n[\s\S]*?```/) ?? [];
  if (example === undefined) wrong("README.md has no example.");
  else if (example.split("\n").length - 2 > 25) wrong("README.md: the first example has more than 25 lines.");
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log("All packages look the same.");
