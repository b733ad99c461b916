// Finds every regular expression of the packages and has an analyser of ReDoS attacks judge it: none may take time with
// more than the length of the text. One that can't be judged, or is only safe because its text is short, says so in a
// comment on the line above: `// bounded: lines of at most 400 characters`.
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import "./resolve-sources.ts";
import { builtRegexes } from "./regexes/builtRegexes.mjs";
import { findRegexes } from "./regexes/findRegexes.mjs";
import { openJudge } from "./regexes/judge.mjs";

/** One that needs more is too complex to be sure of. Slow machines need some ten times what fast ones do. */
const limits = { seconds: 60, megabytes: 1024 };
const cacheFile = "node_modules/.cache/heedkit-regexes.json";
const { version } = JSON.parse(readFileSync("node_modules/recheck/package.json", "utf8"));
const notShipped = /\.test\.ts$|\/testing\/|^packages\/(?:testing|bench|simulate)\//;
const files = globSync("packages/**/src/**/*.ts")
  .filter((file) => !file.includes("node_modules") && !notShipped.test(file.replaceAll("\\", "/")))
  .sort();

const scans = files.map(findRegexes);
const found = scans.flatMap((scan) => scan.found);
const places = found.filter(({ source }) => source === null);
const built = await builtRegexes([...new Set(places.map(({ file }) => resolve(file)))], async () => {
  const { trackingCodes } = await import("../packages/core/src/cases/trackingCode.ts");
  for (const format of ["Case-{number}", "Ticket #{number:5}", "A.B/{number} of Acme"])
    trackingCodes({ format });
});
const patternsOf = ({ file, line }) => built.filter((one) => one.file === resolve(file) && one.line === line);

const problems = scans
  .flatMap((scan) => scan.stray)
  .map(({ file, line }) => `${file}:${line} bounds no regular expression on the next line`);
const toJudge = found
  .filter(({ reason }) => reason === null)
  .flatMap((one) =>
    one.source === null ? patternsOf(one).map((made) => ({ ...one, ...made, file: one.file })) : [one],
  );
for (const { file, line, reason } of places) {
  if (reason === null && patternsOf({ file, line }).length === 0)
    problems.push(
      `${file}:${line} builds a regular expression that was not seen; build it when the module is loaded`,
    );
}

const cache = existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, "utf8")) : {};
const keyOf = ({ source, flags }) =>
  createHash("sha256")
    .update(JSON.stringify([version, source, flags]))
    .digest("hex");
const unknown = [...new Map(toJudge.map((one) => [keyOf(one), one])).values()].filter(
  (one) => !(keyOf(one) in cache),
);
// The longest take longest: they begin.
unknown.sort((one, other) => other.source.length - one.source.length);
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 8) }, judgeInTurn));

async function judgeInTurn() {
  const judge = openJudge(limits);
  for (let next = unknown.shift(); next !== undefined; next = unknown.shift()) {
    const began = performance.now();
    cache[keyOf(next)] = await judge.verdictOn(next);
    const seconds = (performance.now() - began) / 1000;
    if (seconds > 10) console.log(`${next.file}:${next.line} took ${seconds.toFixed(0)} s to judge`);
  }
  judge.stop();
}

for (const one of toJudge) {
  const { status, detail } = cache[keyOf(one)];
  if (status !== "safe")
    problems.push(`${one.file}:${one.line} ${status}: ${detail}\n    /${one.source}/${one.flags}`);
}
const conclusive = Object.entries(cache).filter(([, { status }]) => status !== "unknown");
mkdirSync(dirname(cacheFile), { recursive: true });
writeFileSync(cacheFile, JSON.stringify(Object.fromEntries(conclusive)));

for (const problem of problems) console.error(`FAILED ${problem}`);
const bounded = found.filter(({ reason }) => reason !== null).length;
console.log(
  `${toJudge.length} regular expressions judged, ${bounded} bounded by their input, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
