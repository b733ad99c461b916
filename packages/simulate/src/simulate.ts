import { runSeed } from "./runSeed.ts";
import { digestAtOnce } from "./world/platform.ts";
digestAtOnce();
const from = Number(process.argv[2] ?? 1), n = Number(process.argv[3] ?? 20);
const t = performance.now();
for (let s = from; s < from + n; s++) {
  const r = await runSeed(s, { onStep: process.argv[4] ? (l) => console.log(l) : undefined });
  console.log(s, r.hash, JSON.stringify(r.figures), r.broken.slice(0, 4));
}
console.log((performance.now() - t) / n, "ms a seed");
