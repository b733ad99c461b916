// Packs each public package as it would be published, lints the tarballs, and uses them as a stranger's project would.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "./packed/lint.mjs";
import { packAll } from "./packed/pack.mjs";
import { strangers } from "./packed/strangers.mjs";

const folder = mkdtempSync(join(tmpdir(), "heedkit-packed-"));
let failures = 0;

function report(name, faults) {
  console.log(`${faults.length === 0 ? "ok    " : "FAILED"} ${name}`);
  for (const fault of faults) console.error(`       ${fault}`);
  failures += faults.length;
}

const packed = packAll(folder);
for (const one of packed) report(one.pkg.name, await lint(one));
for (const { name, faults } of strangers(packed, folder)) report(name, faults);

rmSync(folder, { recursive: true, force: true });
process.exitCode = failures === 0 ? 0 : 1;
