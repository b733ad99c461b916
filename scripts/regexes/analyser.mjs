// Judges one regular expression after the other. The analyser is its pure JavaScript build, without any clock of its
// own, so that a slow machine comes to the same verdict; who asks sets the limits.
import recheck from "recheck/lib/browser.js";

const limits = {
  incubationTimeout: null,
  attackTimeout: null,
  timeout: 240_000,
  // This build can't run the attack to see whether it works.
  recallLimit: 0,
};

process.on("message", ({ source, flags }) => {
  const { status, complexity, attack, error } = recheck.checkSync(source, flags, limits);
  process.send({
    status,
    detail: [complexity?.summary, attack && `for example ${attack.pattern}`, error?.kind]
      .filter(Boolean)
      .join(", "),
  });
});
