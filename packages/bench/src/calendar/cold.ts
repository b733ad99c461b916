import { execFileSync } from "node:child_process";
import { createCalendar } from "@heedkit/core/calendar";

const HOUR = 3_600_000;
const FIRST_INSTANT = Date.UTC(2026, 0);

/** Monday to Friday 9 to 17. */
export function office(timeZone: string, holidays: readonly string[]) {
  const openTime = ["09:00-17:00"];
  const hours = {
    monday: openTime,
    tuesday: openTime,
    wednesday: openTime,
    thursday: openTime,
    friday: openTime,
  };
  return { timeZone, hours, holidays };
}

/** Milliseconds to build a calendar and to use it for the first time. */
export function firstUse(timeZone: string, holidays: readonly string[]): number {
  const startedAt = performance.now();
  createCalendar(office(timeZone, holidays)).add(FIRST_INSTANT, 4 * HOUR);
  return performance.now() - startedAt;
}

/** The same in a new process, where the runtime has to initialise Intl too. */
export function firstUseInNewProcess(timeZone: string): number {
  const source = `import { firstUse } from ${JSON.stringify(import.meta.url)}; console.log(firstUse(${JSON.stringify(timeZone)}, ["12-25", "01-01"]));`;
  return Number(
    execFileSync(process.execPath, ["--input-type=module", "--eval", source], { encoding: "utf8" }),
  );
}

/** What the first Intl object of a new process costs by itself, in milliseconds. */
export function firstIntlInNewProcess(timeZone: string): number {
  const source = `const startedAt = performance.now(); new Intl.DateTimeFormat("en-US", { timeZone: ${JSON.stringify(timeZone)} }).format(0); console.log(performance.now() - startedAt);`;
  return Number(
    execFileSync(process.execPath, ["--input-type=module", "--eval", source], { encoding: "utf8" }),
  );
}
