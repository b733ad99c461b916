// Bundles each entry of the packages that run in any JavaScript runtime, as an application would, and holds its
// minified and compressed size against a budget.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// A seventh of the core is the HTML sanitiser: a tokenizer with the entities of HTML (htmlparser2) and the rules for what
// is kept. It has to be where messages are written, so that no connector and no caller can bring HTML past it. Another
// seventh describes the operations: schemas, summaries and what fields mean, which documentation, servers and tools are
// derived from at run time, so that plugins need no build step. A tenth is what agents expect of a desk beside answering:
// brands and signatures, drafts, scheduled replies, snoozing, reminders, time entries, and statuses, fields and roles that
// are edited at run time.
const budgets = { "@heedkit/core": 285_000, "@heedkit/core/memory": 9_000, "@heedkit/core/calendar": 36_000 };

for (const [entry, budget] of Object.entries(budgets)) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from ${JSON.stringify(entry)};`, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    logLevel: "error",
  });
  const size = gzipSync(outputFiles[0].contents).length;
  const verdict = size <= budget ? "ok    " : "FAILED";
  console.log(`${verdict} ${entry}: ${size} bytes compressed, at most ${budget}`);
  if (size > budget) process.exitCode = 1;
}
