// Adds to package-lock.json the packages for other platforms that npm left out because a registry did not have them.
// npm notes only what it could fetch, and `npm ci` then refuses the lock file for being incomplete.
import { readFileSync, writeFileSync } from "node:fs";

const file = "package-lock.json";
const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = ["arm", "arm64", "ia32", "ppc64", "riscv64", "s390x", "x64"];
const lock = JSON.parse(readFileSync(file, "utf8"));
const paths = Object.keys(lock.packages);
const isThere = (name) => paths.some((path) => path.endsWith(`node_modules/${name}`));

/** What a package's name says of its platform: `@oxc-parser/binding-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  if (os === undefined || cpu === undefined) throw new Error(`The name ${name} does not tell its platform.`);
  if (os !== "linux") return { os: [os], cpu: [cpu] };
  return { os: [os], cpu: [cpu], libc: [words.some((word) => word.startsWith("musl")) ? "musl" : "glibc"] };
}

const added = Object.values(lock.packages).flatMap(({ optionalDependencies = {}, dev }) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !isThere(name))
    .map(([name, version]) => {
      const { os, cpu, libc } = platformOf(name);
      const entry = { version, cpu, ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), optional: true, os };
      return [`node_modules/${name}`, entry];
    }),
);
const entries = [...Object.entries(lock.packages), ...added];
entries.sort(([one], [other]) => one.localeCompare(other, "en"));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`);
console.log(`${added.length} packages added to ${file}`);
