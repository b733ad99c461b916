import { outcomes } from "./outcome.ts";

/** A column: the name of a caller, and its cell for each operation. */
export type Column = readonly [name: string, cells: ReadonlyMap<string, string>];

const legend = Object.values(outcomes).map(({ sign, means }) => `| \`${sign}\` | ${means} |`);

/** The page that shows what comes out of each operation. */
export function pageOf(columns: readonly Column[]): string {
  const paths = [...new Set(columns.flatMap(([, cells]) => [...cells.keys()]))].sort();
  const first = Math.max(...paths.map(({ length }) => length));
  const line = (head: string, rest: readonly string[]) =>
    [head.padEnd(first), ...rest.map((cell, at) => cell.padEnd(columns[at]?.[0].length ?? 0).padEnd(4))]
      .join(" ")
      .trimEnd();
  const rows = paths.map((path) =>
    line(
      path,
      columns.map(([, cells]) => cells.get(path) ?? ""),
    ),
  );
  const head = line(
    "",
    columns.map(([name]) => name),
  );
  return `${introduction}\n\`\`\`text\n${[head, ...rows].join("\n")}\n\`\`\`\n`;
}

const introduction = `# Who may do what

What comes out of every operation, for every kind of caller. A test calls them all and compares; it is written by
\`npx vitest run --project testing packages/testing/src/desk/accessTable.test.ts -u\`. Review each change of a cell: it
opens something to somebody, or closes it.

A cell with one sign is the same for everything. Otherwise its four signs are, in this order:

1. what is the caller's own: their case, draft or profile, or a case that is assigned to them
2. what belongs to somebody else in the same tenant
3. what belongs to another tenant
4. what was their own and has been removed: cases and customers merged into others, archived teams, brands and roles, removed
   templates, cancelled replies, agents who have left

| sign | outcome |
| --- | --- |
${legend.join("\n")}

| caller | who that is |
| --- | --- |
| \`host\`, \`system\` | the host's own code, and the desk itself |
| \`admin\`, \`agent\`, \`collaborator\` | agents with the built-in roles |
| \`own\`, \`team\` | agents with every permission, those about cases only for their own cases, or those of their teams |
| \`none\` | an agent whose role has no permissions |
| \`left\` | an admin who has left |
| \`bot\` | a bot |
| \`customer\` | a customer; their own is the case that they opened |
| \`copied\` | a customer who was copied into that case; removed: taken out of it again |
| \`anonymous\` | a visitor with the token of a customer without an account |
`;
