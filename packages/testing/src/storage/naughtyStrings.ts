import type { Filter } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import { naughtyStrings } from "./corpora.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, note, notes, type Thing, thing, things } from "./samples.ts";
import { concern, ids } from "./subject.ts";

/** Every storage accepts ids, tenants and sequence names of this many characters; some accept longer ones. */
const longestId = 200;

/** The big list of naughty strings: each is stored, found and compared like any other. */
export function naughtyStringTests(suite: StorageSuiteOptions): void {
  const naughty = naughtyStrings();
  concern(suite, "naughty strings", (subject) => {
    const listed = test.needs(naughty.length > 0, "no folder shared/data/strings");
    const put = async () => {
      const tenantId = subject.tenant();
      const rows = naughty.map((text, at) =>
        thing(tenantId, `n${at}`, {
          name: `${at} ${text}`,
          nickname: text,
          rank: at,
          labels: [text],
          extra: { [text]: text },
        }),
      );
      await subject.storage.commit(inserts(things, rows));
      return { tenantId, rows };
    };

    listed(`${naughty.length} come back, in text and in JSON, as values and as keys`, async () => {
      const { rows } = await put();
      const found = await subject.storage.get(things, rows);
      expect(new Map(found.map((row) => [row.id, row]))).toEqual(new Map(rows.map((row) => [row.id, row])));
    });
    listed("each is found, and nothing else by it", async () => {
      const { tenantId, rows } = await put();
      const found = async (leaf: Filter<Thing>) => {
        const where: Filter<Thing> = { and: [{ field: "tenantId", is: tenantId }, leaf] };
        return [...ids(await subject.storage.find(things, { where, limit: 1000 }))];
      };
      for (const { id, name, nickname } of rows) {
        expect(await found({ field: "name", is: name })).toEqual([id]);
        const same = ids(rows.filter((row) => row.nickname === nickname));
        expect(await found({ field: "labels", includes: nickname ?? "" })).toEqual([...same].sort());
        const inside = { field: "extra", path: [nickname ?? ""], is: nickname } as const;
        expect(await found(inside)).toEqual([...same].sort());
      }
    });
    listed("each may be an id, a tenant, a group and the name of a sequence", async () => {
      const prefix = subject.tenant();
      const short = naughty.filter(({ length }) => length <= longestId);
      const rows = [...new Set(short)].map((text) => thing(`${prefix} ${text}`, text, { nickname: text }));
      await subject.storage.commit(inserts(things, rows));
      const found = await subject.storage.get(things, rows);
      expect(new Map(found.map((row) => [row.id, row]))).toEqual(new Map(rows.map((row) => [row.id, row])));
      const groups = await subject.storage.aggregate(things, {
        where: { field: "tenantId", startsWith: `${prefix} ` },
        groupBy: ["nickname"],
        measures: { rows: { measure: "count" } },
      });
      expect(new Map(groups.map(({ group, values }) => [group.nickname, values.rows]))).toEqual(
        new Map(rows.map(({ id }) => [id, 1])),
      );
      for (const { tenantId } of rows) expect(await subject.storage.next(tenantId, 1)).toBe(1);
    });
    const isSearched = capabilitiesOf(suite).search;
    const searched = test.needs(
      naughty.length > 0 && isSearched,
      isSearched ? "no folder shared/data/strings" : "no search",
    );
    searched("each may be searched for", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(inserts(notes, [note(tenantId, "a", { title: "calm" })]));
      const where = { field: "tenantId", is: tenantId } as const;
      for (const text of naughty)
        expect(await subject.storage.search(notes, { text: `${text} unfound`, where, limit: 5 })).toEqual([]);
    });
  });
}
