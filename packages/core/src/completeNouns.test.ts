import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type AnyOperation, isOperation } from "./kernel/index.ts";
import * as operations from "./operations.ts";

/** What people expect to be able to do with everything that is made. */
const abilities = {
  create: ["create", "save", "open", "start"],
  get: ["get"],
  list: ["list"],
  search: ["search"],
  update: ["update", "save"],
  archive: ["archive", "remove"],
  restore: ["restore"],
} as const;
type Ability = keyof typeof abilities;

/** Abilities that go by another name. */
const otherNames: Readonly<Record<string, Partial<Record<Ability, string>>>> = {
  intake: { get: "getKept", list: "listKept", archive: "discard", restore: "replay" },
  jobs: { archive: "discard", restore: "replay" },
  scheduledReplies: { archive: "cancel" },
  reminders: { archive: "complete" },
  walks: { archive: "cancel", restore: "resume" },
};

const isSettled = "Settings number at most a few hundred; list returns all of them in order.";
const comesBack = "What was removed is created again by save.";
/** Abilities that a noun lacks, and why. */
const lacks: Readonly<Record<string, Partial<Record<Ability, string>>>> = {
  agents: {
    archive: "agents.update({ active: false }) does it, and moves the agent's cases.",
    restore: "agents.update({ active: true }) does it.",
  },
  roles: { search: isSettled },
  statuses: { search: isSettled },
  fields: { search: isSettled },
  policies: { search: "list({ namePrefix }) finds one of at most 1,000 policies.", restore: comesBack },
  calendars: { search: "list({ namePrefix }) finds one of at most 1,000 calendars.", restore: comesBack },
  templates: { restore: "Removing brings back what was replaced; save creates it again." },
  cases: {
    archive: "Cases are never hidden: solve, markSpam and merge take them out of the queues.",
    restore: "There is nothing to restore without archive.",
  },
  drafts: {
    search: "An agent has few drafts, and looks for them by case.",
    restore: "A draft is removed when its agent throws it away.",
  },
  scheduledReplies: {
    create: "cases.reply({ sendAt }) does it.",
    search: "They are few, and found by case or author.",
    restore: "A cancelled reply is returned, to be scheduled again.",
  },
  reminders: {
    search: "They are few, and found by case or state.",
    restore: "reminders.update({ remindAt }) does it.",
  },
  timeEntries: {
    search: "Entries are found by case, agent and time.",
    restore:
      "An archived entry is final, so that totals which were billed stay explained. Log the time again.",
  },
  suppressions: {
    search: "list({ value }) and list({ valuePrefix }) find addresses.",
    restore: "A suppression that was removed is created again.",
  },
  intake: {
    create: "receive does it.",
    search: "What could not be parsed has no words to search.",
    update: "What was received never changes.",
  },
  jobs: {
    create: "Commits create jobs.",
    search: "list({ kind }) finds jobs.",
    update: "A job does what its commit decided.",
  },
  walks: {
    search: "list returns the few that there are.",
    update: "A walk does what it was started for.",
  },
  activities: {
    create: "customers.recordActivity does it.",
    get: "An activity is an entry of a history, and listed whole.",
    search: "Activities are found by customer, type and time.",
    update: "History never changes.",
    archive: "History never changes.",
    restore: "History never changes.",
  },
};

/** Rooms that are no noun: they report on other things, or act on them. */
const notNouns: Readonly<Record<string, string>> = {
  audit: "The log is written by commits, and checked as a whole.",
  delivery: "The fate of messages.",
  events: "History, written by commits and never changed.",
  schedules: "Defined in code.",
  sla: "Clocks, derived from cases and policies.",
};

/** What commands make within a noun: where it is read, and what takes it back. */
const parts: Readonly<
  Record<string, { readonly read: string; readonly undo: string | { readonly none: string } }>
> = {
  "cases.link": { read: "cases.links", undo: "cases.unlink" },
  "cases.addParticipant": { read: "cases.get", undo: "cases.removeParticipant" },
  "cases.follow": { read: "cases.get", undo: "cases.unfollow" },
  "cases.snooze": { read: "cases.get", undo: "cases.unsnooze" },
  "cases.addCustomerMessage": { read: "cases.messages", undo: { none: "What was said stays said." } },
  "cases.note": { read: "cases.messages", undo: { none: "What was said stays said." } },
  "cases.reply": {
    read: "cases.messages",
    undo: { none: "It was sent; one that is scheduled can be cancelled." },
  },
  "cases.decline": { read: "cases.messages", undo: { none: "It was sent." } },
  "cases.followUp": { read: "cases.list", undo: { none: "It is a case." } },
  "cases.split": { read: "cases.list", undo: "cases.merge" },
  "cases.merge": { read: "cases.get", undo: "cases.split" },
  "customers.attachIdentity": { read: "customers.get", undo: "customers.detachIdentity" },
  "customers.merge": { read: "customers.merges", undo: "customers.undoMerge" },
  "customers.recordActivity": { read: "activities.list", undo: { none: "History never changes." } },
  "templates.send": { read: "cases.messages", undo: { none: "It was sent." } },
};

/** Other commands: they change what is there already, and make nothing that could be listed. */
const deeds: readonly string[] = [
  ...["agents.setPresence", "agents.setSignature", "agents.upsert", "audit.redact", "audit.seal"],
  ...["brands.setDefault", "cases.assign", "cases.handOff", "cases.markSpam", "cases.recount"],
  ...["cases.removeParticipant", "cases.solve", "cases.unfollow", "cases.unlink", "cases.unsnooze"],
  ...["companies.upsert", "customers.detachIdentity", "customers.undoMerge", "customers.upsert"],
  ...["customers.verifyIdentity", "delivery.retry", "fields.reorder", "intake.discard", "intake.replay"],
  ...["jobs.cancel", "jobs.discard", "jobs.replay", "macros.apply", "policies.reorder"],
  ...["reminders.complete", "scheduledReplies.cancel", "scheduledReplies.send", "sla.recompute"],
  ...["statuses.reorder", "walks.cancel", "walks.resume"],
];

/** Lists with one order, and why. */
const oneOrder: Readonly<Record<string, string>> = {
  "roles.list": isSettled,
  "statuses.list": isSettled,
  "fields.list": isSettled,
  "schedules.list": "By name: there are as many as the code defines.",
  "walks.list": "By start: there are few.",
  "drafts.writers": "Whoever wrote last is the one who may still write.",
  "drafts.list": "The one saved last is the one to continue.",
  "events.list": "Oldest first, as events are followed.",
  "cases.messages": "A conversation is read from the beginning.",
  "cases.search": "Best matches first.",
  "sla.clocks": "A case's clocks are read in the order in which they started.",
  "customers.merges": "A customer has few.",
  "customers.timeline": "Newest first, as timelines of several sources are merged.",
};

const rooms = Object.entries(operations).map(([room, namespace]) => [room, operationsOf(namespace)] as const);
const all = new Map(rooms.flatMap(([, named]) => [...named.values()].map((one) => [one.name, one] as const)));

function operationsOf(namespace: object): ReadonlyMap<string, AnyOperation> {
  return new Map(
    Object.entries(namespace).flatMap(([verb, value]) =>
      isOperation(value) ? [[verb, value] as const] : [],
    ),
  );
}

/** The operation by which a noun has an ability. */
function nameFor(
  room: string,
  verbs: ReadonlyMap<string, AnyOperation>,
  ability: Ability,
): string | undefined {
  const usual = abilities[ability].find((verb) => verbs.has(verb));
  return usual ?? otherNames[room]?.[ability];
}

function inputsOf({ input }: AnyOperation): readonly string[] {
  const { properties = {} } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
  return Object.keys(properties);
}

function outputsOf({ output }: AnyOperation): readonly string[] {
  const { properties = {} } = z.toJSONSchema(output.schema("staff"), {
    io: "output",
    unrepresentable: "any",
  });
  return Object.keys(properties);
}

const isList = (operation: AnyOperation) =>
  operation.kind === "query" && ["rows", "next"].every((name) => outputsOf(operation).includes(name));

describe("complete nouns", () => {
  test.each(rooms.filter(([room]) => !Object.hasOwn(notNouns, room)))(
    "%s can be created, got, listed, searched, updated, archived and restored, or it is written why not",
    (room, verbs) => {
      for (const ability of Object.keys(abilities) as Ability[]) {
        const name = nameFor(room, verbs, ability);
        const reason = lacks[room]?.[ability];
        if (name === undefined) expect(reason, `${room} has no ${ability}, and no reason`).toBeTruthy();
        else {
          expect(verbs.has(name), `${room}.${name}`).toBe(true);
          expect(reason, `${room} has ${name}: remove the reason why it has no ${ability}`).toBeUndefined();
        }
      }
    },
  );

  test("no table names a room or operation that isn't there", () => {
    const named = [...Object.keys(lacks), ...Object.keys(otherNames), ...Object.keys(notNouns)];
    const known = new Set(rooms.map(([room]) => room));
    expect(named.filter((room) => !known.has(room))).toEqual([]);
    const undone = Object.values(parts).flatMap(({ read, undo }) =>
      typeof undo === "string" ? [read, undo] : [read],
    );
    const operationNames = [...Object.keys(parts), ...undone, ...deeds, ...Object.keys(oneOrder)];
    expect(operationNames.filter((name) => !all.has(name))).toEqual([]);
  });

  test("every other command makes something that is read and taken back, or makes nothing", () => {
    const usual = new Set<string>(Object.values(abilities).flat());
    const unclassified = [...all.values()].filter(
      ({ kind, name }) =>
        kind === "command" &&
        !usual.has(name.split(".")[1] ?? "") &&
        Object.hasOwn(parts, name) === deeds.includes(name),
    );
    expect(unclassified.map(({ name }) => name)).toEqual([]);
  });

  test("every list has pages, and an order to choose or a reason why not", () => {
    const lists = [...all.values()].filter(isList);
    expect(lists.length).toBeGreaterThan(25);
    const without = (...names: readonly string[]) =>
      lists.filter((one) => !inputsOf(one).some((name) => names.includes(name))).map((one) => one.name);
    expect(without("after", "before")).toEqual([]);
    expect(without("limit")).toEqual([]);
    expect(without("order").sort()).toEqual(Object.keys(oneOrder).sort());
  });

  test("no list returns rows without pages", () => {
    const lists = rooms.flatMap(([room, verbs]) => {
      const name = nameFor(room, verbs, "list");
      const list = name === undefined ? undefined : verbs.get(name);
      return list === undefined ? [] : [list];
    });
    expect(lists.filter((list) => !isList(list)).map(({ name }) => name)).toEqual([]);
  });

  test("what can be archived is left out of lists and searches unless asked for", () => {
    const finders = rooms.flatMap(([room, verbs]) => {
      if (!verbs.has("archive")) return [];
      return [verbs.get(nameFor(room, verbs, "list") ?? ""), verbs.get("search")].filter(
        (one) => one !== undefined,
      );
    });
    expect(finders.length).toBeGreaterThan(10);
    expect(finders.filter((one) => !inputsOf(one).includes("archived")).map(({ name }) => name)).toEqual([]);
  });
});
