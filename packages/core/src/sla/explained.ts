import * as z from "zod";
import { metrics } from "./metrics.ts";

const instant = z.int().describe("Epoch milliseconds.");

const stretch = z.object({
  from: instant,
  to: instant,
  counts: z.boolean(),
  reason: z
    .string()
    .describe("A code: `open`, `closed` (outside business hours), `pending`, `on_hold`, `solved` ..."),
  words: z.string().describe("The reason in words."),
  sumMs: z.number().describe("Counted time at the end of the stretch, in milliseconds."),
});

const moment = z.object({
  at: instant,
  kind: z.enum(["activate", "pause", "resume", "fulfil", "warn", "breach", "retarget", "cancel"]),
  countedMs: z.number(),
  because: z.string().describe("A code."),
  words: z.string(),
});

const clock = z.object({
  clockId: z.string(),
  metric: z.enum(metrics),
  name: z.string().describe("The metric in words."),
  policyId: z.string(),
  state: z.enum(["running", "paused", "fulfilled", "cancelled"]),
  outcome: z.enum(["met", "missed", "open", "cancelled"]),
  startedAt: instant,
  until: instant.describe("When it ended, or now."),
  targetMs: z.number(),
  countedMs: z.number(),
  progress: z.string().describe("Counted time and target in words."),
  deadline: instant.nullable().describe("When the target is, or would have been, missed; null while paused."),
  breachedAt: instant.nullable(),
  endedAt: instant.nullable(),
  calendar: z.string().nullable().describe("Name of the calendar in force; null: all time counts."),
  stretches: z.array(stretch).readonly(),
  moments: z.array(moment).readonly(),
  summary: z.string().describe("A summary in one sentence."),
});

export const explanation = z.object({
  caseId: z.string(),
  code: z.string(),
  now: instant,
  timeZone: z.string().describe("Time zone of the times in the texts."),
  clocks: z.array(clock).readonly(),
  text: z.string().describe("Everything in words, one line each."),
});

/** A stretch of a clock's life, counted or not. */
export interface ExplainedStretch extends Readonly<z.output<typeof stretch>> {}
/** Something that happened to a clock. */
export interface ExplainedMoment extends Readonly<z.output<typeof moment>> {}
/** A clock, its stretches and what happened to it. */
export interface ExplainedClock extends Readonly<z.output<typeof clock>> {}
/** An explanation of a case's clocks. */
export interface Explanation extends Readonly<z.output<typeof explanation>> {}
