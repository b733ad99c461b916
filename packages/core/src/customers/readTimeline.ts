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
    async (source, own, signal): Promise<Found> =>
      isNarrowed
        ? reachedEntries(source, { read, own, signal }, wanted)
        : {
            entries: await entriesOf(source, own, viewer, await source.find(own, wanted, signal), before),
            end: null,
          },
    { isAsked: ({ view }) => viewer === "staff" || view.isForCustomers },
  );
  // What is older than where a source stopped may lack some of its entries.
  const [end = null] = answers.flatMap(({ answer }) => answer.end ?? []).sort(newestFirst);
  const all = answers
    .flatMap(({ answer }) => answer.entries)
    .filter((entry) => end === null || !isOlder(entry, end))
    .sort(newestFirst);
  const rows = all.slice(0, limit);
  const last = rows.at(-1);
  const next = all.length > limit && last !== undefined ? { at: last.at, id: last.id } : end;
  return { rows, next, failed };
}

/** Entries of one source. `end`: where it stopped looking before it was done; null if it has no more. */
interface Found {
  readonly entries: readonly TimelineEntry[];
  readonly end: TimelinePlace | null;
}

/** How many pages of one source are searched for entries that the actor can read. */
const mostPages = 20;

interface Asking {
  /** Asks on behalf of the actor. */
  readonly read: Read;
  /** What the source's own code may read. */
  readonly own: Read;
  readonly signal: AbortSignal;
}

/** Entries of cases that the actor can read. Reads on until there are enough, the source ends, or it has read 20 pages. */
async function reachedEntries(
  source: TimelineSource,
  { read, own, signal }: Asking,
  question: TimelineQuestion,
): Promise<Found> {
  const { limit } = question;
  const reached: TimelineEntry[] = [];
  let { before } = question;
  for (let page = 0; page < mostPages; page++) {
    const answer = await source.find(own, { ...question, before }, signal);
    const entries = await entriesOf(source, own, "staff", answer, before);
    for (const entry of entries)
      if (entry.caseId === null || (await read.reaches("cases.read", "case", entry.caseId)))
        reached.push(entry);
    const last = entries.at(-1);
    if (last === undefined || entries.length < limit || reached.length >= limit)
      return { entries: reached.slice(0, limit), end: null };
    before = { at: last.at, id: last.id };
  }
  return { entries: reached, end: before };
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

function newestFirst(left: TimelinePlace, right: TimelinePlace): number {
  return right.at - left.at || (left.id < right.id ? 1 : -1);
}
