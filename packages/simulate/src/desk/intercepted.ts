import type { Channel, Storage } from "@heedkit/core";

/** Intercepts each call that leaves a desk. */
export type Interception = <Result>(call: string, perform: () => Promise<Result>) => Promise<Result>;

export function interceptedStorage(storage: Storage, intercept: Interception): Storage {
  return {
    ...storage,
    schema: {
      plan: (tables) => storage.schema.plan(tables),
      apply: (tables) => intercept("make tables", () => storage.schema.apply(tables)),
    },
    get: (table, keys) => intercept(`get ${table.name}`, () => storage.get(table, keys)),
    find: (table, query) => intercept(`find ${table.name}`, () => storage.find(table, query)),
    count: (table, where) => intercept(`count ${table.name}`, () => storage.count(table, where)),
    aggregate: (table, query) => intercept(`aggregate ${table.name}`, () => storage.aggregate(table, query)),
    search: (table, query) => intercept(`search ${table.name}`, () => storage.search(table, query)),
    commit: (changes) => intercept("commit", () => storage.commit(changes)),
    claim: (table, query) => intercept(`claim ${table.name}`, () => storage.claim(table, query)),
    next: (sequence, count) => intercept(`next ${sequence}`, () => storage.next(sequence, count)),
  };
}

export function interceptedChannel(channel: Channel, intercept: Interception): Channel {
  const { deliver } = channel;
  return {
    ...channel,
    parse: (raw, context) => intercept("parse", () => channel.parse(raw, context)),
    ...(deliver === undefined
      ? {}
      : { deliver: (message, options) => intercept("deliver", () => deliver(message, options)) }),
  };
}
