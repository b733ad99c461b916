// Builds the packages when a source is newer than what was built from it, or nothing was built yet.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";

const { workspaces } = JSON.parse(readFileSync("package.json", "utf8"));
const built = workspaces.filter((folder) => existsSync(`${folder}/tsup.config.ts`));
const shared = ["tsup.base.ts", "tsconfig.base.json", "package-lock.json"];

const newest = (files) => Math.max(0, ...files.map((file) => statSync(file).mtimeMs));
const isStale = (folder) => {
  const outcome = `${folder}/dist/index.d.ts`;
  if (!existsSync(outcome)) return true;
  const sources = globSync(`${folder}/src/**/*.ts`).filter((file) => !file.endsWith(".test.ts"));
  return newest([...sources, `${folder}/package.json`, ...shared]) > statSync(outcome).mtimeMs;
};

// Packages are listed in the order of their floors: one that changed makes those above it stale too.
const from = built.findIndex(isStale);
if (from !== -1) {
  const stale = built.slice(from);
  console.error(`Building ${stale.map((folder) => folder.replace("packages/", "")).join(", ")} ...`);
  for (const folder of stale) {
    const { status } = spawnSync("npm", ["run", "--silent", "build", "-w", folder], {
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    if (status !== 0) process.exit(status ?? 1);
  }
}
