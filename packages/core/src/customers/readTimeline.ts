import * as z from "zod";
import { SupportError } from "../errors/index.ts";
import { askSources, type Read, type Viewer, viewerOf } from "../kernel/index.ts";
import type { Timeline, TimelineEntry, TimelinePlace, TimelineQuestion, TimelineSource } from "./timeline.ts";

/** Most entries of one source that are looked at. */
const mostEntries = 10_000;

const given = z
  .array(
    z.object({
      at: z.int(),
      kind: z.string().min(1).max(200),
      id: z.string().min(1).max(200),
      caseId: z.string().nullable(),
      row: z.unknown(),
    }),
  )
  .max(mostEntries);
const shown = z.record(z.string(), z.unknown());

/** The newest entries of all sources in one order, newest first, as the actor is shown them. */
export async function readTimeline(read: Read, question: TimelineQuestion): Promise<Timeline> {
  const { before, limit } = question;
  const viewer = viewerOf(read.actor);
  // One more tells whether the page is the last.
  const wanted = { ...question, limit: limit + 1 };
  // Customers' views show them their own cases only.
  const isNarrowed = viewer === "staff" && !(await read.may("cases.read"));
  const { answers, failed } = await askSources(
    read,
    "timeline",
    async (source, own, signal) =>
      isNarrowed
        ? reachedEntries(source, { read, own, signal }, wanted)
        : entriesOf(source, own, viewer, await source.find(own, wanted, signal), before),
    { isAsked: ({ view }) => viewer === "staff" || view.isForCustomers },
  );
  const all = answers.flatMap(({ answer }) => answer).sort(newestFirst);
  const rows = all.slice(0, limit);
  const last = rows.at(-1);
  const next = all.length > limit && last !== undefined ? { at: last.at, id: last.id } : null;
  return { rows, next, failed };
}

interface Asking {
  /** Asks on behalf of the actor. */
  readonly read: Read;
  /** What the source's own code may read. */
  readonly own: Read;
  readonly signal: AbortSignal;
}

/** A page without entries of cases that the actor can't read. Reads on until it is full or the source ends. */
async function reachedEntries(
  source: TimelineSource,
  { read, own, signal }: Asking,
  question: TimelineQuestion,
): Promise<readonly TimelineEntry[]> {
  const { limit } = question;
  const reached: TimelineEntry[] = [];
  let { before } = question;
  for (;;) {
    const answer = await source.find(own, { ...question, before }, signal);
    const entries = await entriesOf(source, own, "staff", answer, before);
    for (const entry of entries)
      if (entry.caseId === null || (await read.reaches("cases.read", "case", entry.caseId)))
        reached.push(entry);
    const last = entries.at(-1);
    if (last === undefined || entries.length < limit || reached.length >= limit || signal.aborted)
      return reached.slice(0, limit);
    before = { at: last.at, id: last.id };
  }
}

async function entriesOf(
  source: TimelineSource,
  read: Read,
  viewer: Viewer,
  answer: unknown,
  before: TimelinePlace,
): Promise<readonly TimelineEntry[]> {
  const parsed = given.safeParse(answer);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join(".") || "It";
    throw wrong(source, `must return a list of { at, id, kind, caseId, row }. ${where}: ${issue?.message}.`);
  }
  const entries: TimelineEntry[] = [];
  for (const { row, ...entry } of parsed.data) {
    if (!isOlder(entry, before)) continue;
    refuseForeignKind(source, entry.kind);
    const { view } = source;
    const whole = view.complete === undefined ? row : await view.complete(row, read);
    entries.push({ ...entry, data: shown.parse(view.project(whole, viewer, read)) });
  }
  return entries;
}

/** Kinds of a plugin's entries begin with its id, as the names of its sources do. */
function refuseForeignKind(source: TimelineSource, kind: string): void {
  const [plugin, ...rest] = source.name.split(".");
  if (rest.length === 0 || kind.startsWith(`${plugin}.`)) return;
  throw wrong(source, `names an entry "${kind}". Begin its kind with "${plugin}.".`);
}

function wrong({ name }: TimelineSource, what: string): SupportError {
  return new SupportError("EXTENSION_FAILED", `The source "${name}" ${what}`);
}

function isOlder({ at, id }: TimelinePlace, before: TimelinePlace): boolean {
  return at < before.at || (at === before.at && id < before.id);
}

function newestFirst(left: TimelineEntry, right: TimelineEntry): number {
  return right.at - left.at || (left.id < right.id ? 1 : -1);
}
