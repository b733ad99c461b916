// Packs each public package as it would be published, and lets publint and attw look at the tarball.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const { workspaces } = JSON.parse(readFileSync("package.json", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "heedkit-packed-"));
let failures = 0;

for (const workspace of workspaces.filter((name) => !name.includes("*"))) {
  const pkg = JSON.parse(readFileSync(`${workspace}/package.json`, "utf8"));
  if (pkg.private) continue;
  const tarball = pack(workspace);
  const faults = [...(await lint(tarball, pkg)), ...typeFaults(tarball)];
  console.log(`${faults.length === 0 ? "ok    " : "FAILED"} ${pkg.name}`);
  for (const fault of faults) console.error(`       ${fault}`);
  failures += faults.length;
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = failures === 0 ? 0 : 1;

function pack(workspace) {
  const { stdout, status, stderr } = spawnSync(
    "npm",
    ["pack", "--json", "--pack-destination", folder, "-w", workspace],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(stderr);
  const packed = JSON.parse(stdout);
  const { filename } = Array.isArray(packed) ? packed[0] : Object.values(packed)[0];
  return join(folder, filename);
}

async function lint(tarball, pkg) {
  const { messages } = await publint({ pack: { tarball: readFileSync(tarball) }, strict: true });
  return messages.map((message) => formatMessage(message, pkg));
}

function typeFaults(tarball) {
  const { status, stdout } = spawnSync(
    "npx",
    ["attw", tarball, "--profile", "esm-only", "--format", "ascii", "--no-color"],
    {
      encoding: "utf8",
    },
  );
  return status === 0 ? [] : [stdout.trim()];
}
