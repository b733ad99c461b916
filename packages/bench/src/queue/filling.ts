/** The contents of a desk full of cases. The same share of every size is open, so that queues grow with the desk. */
export const agentCount = 20;
export const teamCount = 8;

/**
 * Statements that fill a desk's tables with this many cases, in the databases' common SQL. `n` counts them;
 * one in five is open, half of these have an agent, nine in ten a deadline. What follows from other columns is
 * filled in as the desk would.
 */
export function filling(count: number, dialect: FillDialect): readonly string[] {
  const { numbers, text, jsonArray } = dialect;
  const id = (prefix: string, number: string) => `'${prefix}_' || ${text(number, 26)}`;
  const category =
    "case when n % 5 <> 0 then (case when n % 2 = 0 then 'solved' else 'closed' end) when n % 3 = 0 then 'pending' when n % 4 = 0 then 'new' else 'open' end";
  const isOpen = "n % 5 = 0";
  const openedAt = `(1700000000000 + n * 4000 + n % 7)`;
  const assignee = `case when n % 2 = 0 or n % 5 <> 0 then ${id("agt", `(n / 10) % ${agentCount}`)} end`;
  const team = `case when n % 3 = 0 then ${id("tem", `(n / 3) % ${teamCount}`)} end`;
  const values: Readonly<Record<string, string>> = {
    tenant_id: "'default'",
    id: id("cas", "n"),
    version: "3",
    number: "n",
    code: "'Case-' || n",
    subject: "'About order ' || n",
    customer_id: id("cus", "n / 3"),
    participant_ids: dialect.json("'[]'"),
    channel_id: "'letters'",
    channel_kind: "'email'",
    status: "category",
    category: "category",
    handler: "'human'",
    priority: "'normal'",
    kind: "'question'",
    stage: "'after'",
    tags: dialect.json(`'["delivery"]'`),
    fields: dialect.json(`'{"order":"A-1"}'`),
    language: "'en'",
    team_id: "team",
    assignee_id: "assignee",
    follower_ids: dialect.json("'[]'"),
    opened_by: "'customer'",
    imported: dialect.no,
    spam: dialect.no,
    opened_at: "opened",
    last_customer_message_at: "opened",
    waiting_since: `case when ${isOpen} then opened end`,
    solved_at: `case when ${isOpen} then null else opened + 3600000 end`,
    reopen_count: "0",
    next_deadline_at: `case when ${isOpen} and n % 10 <> 5 then opened + 14400000 when ${isOpen} and n % 50 <> 5 then opened + 86400000 end`,
    queued_at: `case when ${isOpen} then opened end`,
    counted_as: jsonArray(["category", "category", "assignee", "team"]),
    created_at: "opened",
    updated_at: "opened + 60000",
  };
  const source = `select n, ${category} as category, ${openedAt} as opened, ${assignee} as assignee, ${team} as team from (${numbers(count)}) as counter`;
  const groups = "tenant_id, status, category, assignee_id, team_id, spam";
  const now = "1800000000000";
  return [
    `insert into heedkit_cases (${Object.keys(values).join(", ")}) select ${Object.values(values).join(", ")} from (${source}) as filled`,
    `insert into heedkit_case_counts (id, ${groups}, amount) select 'cnt_' || row_number() over (), ${groups}, count(*) from heedkit_cases group by ${groups}`,
    `insert into heedkit_walks (tenant_id, id, version, name, "key", state, looked, changed, batches, data, created_at, updated_at, finished_at) values ('default', 'wlk_settled', 1, 'cases.settle', 'upgrade', 'done', 0, 0, 1, ${dialect.json("'{}'")}, ${now}, ${now}, ${now})`,
  ];
}

/** What databases write differently. */
export interface FillDialect {
  /** A query of one column `n`, from 1 to `count`. */
  numbers(count: number): string;
  /** A number as text with this many digits. */
  text(number: string, digits: number): string;
  /** Four texts and `false` as a JSON array, without spaces. */
  jsonArray(texts: readonly string[]): string;
  json(literal: string): string;
  readonly no: string;
}
