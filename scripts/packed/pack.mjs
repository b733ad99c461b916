import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Packs each public package into `folder`, as it would be published. */
export function packAll(folder) {
  const { workspaces } = JSON.parse(readFileSync("package.json", "utf8"));
  return workspaces
    .filter((name) => !name.includes("*"))
    .map((workspace) => ({ workspace, pkg: JSON.parse(readFileSync(`${workspace}/package.json`, "utf8")) }))
    .filter(({ pkg }) => !pkg.private)
    .map(({ workspace, pkg }) => ({ pkg, ...pack(workspace, folder) }));
}

function pack(workspace, folder) {
  const { stdout, status, stderr } = spawnSync(
    "npm",
    ["pack", "--json", "--pack-destination", folder, "-w", workspace],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  const packed = JSON.parse(stdout);
  const { filename, files } = Array.isArray(packed) ? packed[0] : Object.values(packed)[0];
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}
