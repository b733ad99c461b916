import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type CalendarDefinition, createSupport, type SlaPolicy } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { explanationSvg } from "@heedkit/core/sla-svg";

interface LabCase {
  readonly subject: string;
  readonly priority: "low" | "normal" | "high" | "urgent";
  /** Instants and what happened then: `open`, `write` (the customer), `reply`, or a status. */
  readonly steps: readonly (readonly [string, string])[];
}

const day = ["08:00-17:00"];
const office: CalendarDefinition = {
  timeZone: "Europe/Vienna",
  hours: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day },
};
const inOfficeHours = (id: string, firstReply: string, nextReply: string, work: string): SlaPolicy => ({
  id,
  calendar: "office",
  warnings: ["80%"],
  targets: [
    { metric: "first_reply", within: firstReply },
    { metric: "first_reply", priority: "urgent", within: "1h" },
    { metric: "next_reply", within: nextReply },
    { metric: "agent_work", within: work },
  ],
});
const today = inOfficeHours("today", "4h", "4h", "8h");
const tomorrow = inOfficeHours("tomorrow", "12h", "6h", "24h");

const clock = { now: 0 };
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
const support = await createSupport({
  storage: memoryStorage(),
  clock: { now: () => clock.now, wait },
  sla: { policies: [today], calendars: { office } },
});
const customer = await support.customers.create({ name: "Ada" });
const grace = await support.agents.create({ name: "Grace" });
const agent = support.as({ kind: "agent", id: grace.id }).cases;

const path = process.argv[2] ?? new URL("../cases.json", import.meta.url);
const labCases: readonly LabCase[] = JSON.parse(await readFile(path, "utf8"));
const steps = labCases
  .flatMap((labCase) => labCase.steps.map(([at, what]) => ({ labCase, at: Date.parse(at), what })))
  .sort((left, right) => left.at - right.at);
const caseIds = new Map<LabCase, string>();
for (const { labCase, at, what } of steps) {
  clock.now = at;
  await support.tick();
  const { subject, priority } = labCase;
  const caseId = caseIds.get(labCase) ?? "";
  const message = { text: subject };
  if (what === "open")
    caseIds.set(
      labCase,
      (await support.cases.open({ customerId: customer.id, subject, priority, message })).id,
    );
  else if (what === "write") await support.cases.addCustomerMessage({ caseId, text: "Any news?" });
  else if (what === "reply") await agent.reply({ caseId, text: "Here is what we found." });
  else await agent.update({ caseId, status: what });
}

const period = { from: 0, to: clock.now + 1 };
const { metrics } = await support.sla.simulate({ ...period, policies: [tomorrow], calendars: { office } });
const percent = (share: number | null) => (share === null ? "-" : `${Math.round(share * 100)} %`).padStart(9);
console.log(`${"kept".padEnd(16)}${"today".padStart(9)}${"tomorrow".padStart(9)}`);
for (const { metric, before, after } of metrics)
  console.log(`${metric.padEnd(16)}${percent(before.attainment)}${percent(after.attainment)}`);

const [first = ""] = caseIds.values();
const explanation = await support.sla.explain({ caseId: first, timeZone: "Europe/Vienna" });
console.log(`\n${explanation.text}`);
const picture = new URL("../data/explain.svg", import.meta.url);
await mkdir(new URL(".", picture), { recursive: true });
await writeFile(picture, explanationSvg(explanation));
console.log(`\nDrawn to ${fileURLToPath(picture)}`);
await support.stop();
