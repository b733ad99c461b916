import { createHash } from "node:crypto";
import type { SeedResult } from "./runSeed.ts";
import { type FaultKind, faultKinds } from "./world/faults.ts";

/** What people ask of a desk in a simulation. */
const tasks = [
  ...[
    "start",
    "receive",
    "write on a page",
    "list",
    "reply",
    "note",
    "solve",
    "reopen",
    "merge",
    "split",
    "hand off",
  ],
  ...["priority", "assign", "replay a job", "retry a message", "promise"],
];

/** From so many seeds on, everything that can go wrong must have gone wrong. */
const enough = 100;

/** Prints what many seeds came to; returns whether all was tried and nothing broke. */
export function summarise(results: readonly SeedResult[], wanted: number, seconds: number): boolean {
  const struck = addUp<FaultKind>(results.map((result) => result.struck));
  const outcomes = addUp(results.map((result) => result.outcomes));
  console.log("How often each fault struck, and in how many seeds:");
  for (const kind of faultKinds) {
    const inSeeds = results.filter((result) => result.struck.has(kind)).length;
    console.log(`  ${kind.padEnd(44)} ${column(struck.get(kind))} ${column(inSeeds)}`);
  }
  console.log("How often each thing was asked for and done, or refused:");
  for (const [outcome, times] of [...outcomes].sort())
    console.log(`  ${outcome.padEnd(44)} ${column(times)}`);

  const total = (name: keyof SeedResult["figures"]) =>
    results.reduce((sum, { figures }) => sum + figures[name], 0);
  console.log(
    `${total("letters")} letters, ${total("written")} replies and notes, ${total("taken")} messages taken by the provider, ${total("commits")} commits`,
  );
  const calm = results.filter((result) => result.struck.size === 0).length;
  const broken = results.filter((result) => result.broken.length > 0).length;
  const inOrder = results.toSorted((left, right) => left.seed - right.seed);
  const trace = createHash("sha256").update(inOrder.map(({ hash }) => hash).join());
  const pace = Math.round((1_000 * seconds) / Math.max(1, results.length));
  console.log(`trace of all: ${trace.digest("hex").slice(0, 16)}; nothing went wrong in ${calm} seeds`);
  console.log(`${results.length} seeds in ${seconds.toFixed(1)} s (${pace} ms each): ${broken} break a rule`);
  if (wanted < enough) return broken === 0 && results.length === wanted;

  const never = [
    ...faultKinds.filter((kind) => !struck.has(kind)),
    ...tasks.filter((task) => !outcomes.has(`${task}: done`)),
  ];
  if (never.length > 0)
    console.error(`These never happened, so nothing is known of them: ${never.join(", ")}.`);
  return broken === 0 && results.length === wanted && never.length === 0;
}

function addUp<Name extends string>(maps: readonly ReadonlyMap<Name, number>[]): ReadonlyMap<Name, number> {
  const sum = new Map<Name, number>();
  for (const map of maps) for (const [name, times] of map) sum.set(name, (sum.get(name) ?? 0) + times);
  return sum;
}

function column(number = 0): string {
  return String(number).padStart(8);
}
