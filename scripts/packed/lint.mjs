import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/** What publint, attw and a look at its files find wrong with a packed package. */
export async function lint({ pkg, tarball, files }) {
  const { messages } = await publint({ pack: { tarball: readFileSync(tarball) }, strict: true });
  return [
    ...messages.map((message) => formatMessage(message, pkg)),
    ...fileFaults(files),
    ...typeFaults(tarball),
  ];
}

/** Code that only tests import, such as a naive model. */
const forTests = /(\.test|forTests|ForTests|[Nn]aive|[Oo]racle)[^/]*$|\/testing\//;

function fileFaults(files) {
  const shipped = files.filter((file) => forTests.test(file)).map((file) => `${file} is for tests only.`);
  return files.includes("LICENSE") ? shipped : [...shipped, "LICENSE is missing."];
}

function typeFaults(tarball) {
  const { status, stdout } = spawnSync(
    "npx",
    ["attw", tarball, "--profile", "esm-only", "--format", "ascii", "--no-color"],
    { encoding: "utf8" },
  );
  return status === 0 ? [] : [stdout.trim()];
}
