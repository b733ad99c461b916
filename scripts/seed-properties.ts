import fc from "fast-check";

// The same samples in every run, so that a failure comes back; `HEEDKIT_SEED=42 npm test` looks elsewhere.
fc.configureGlobal({ seed: Number(process.env.HEEDKIT_SEED ?? 7) });
