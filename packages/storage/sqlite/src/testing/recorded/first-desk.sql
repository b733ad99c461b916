-- Tables as @heedkit/storage-sqlite made them for the first desk, format 1.

begin;

CREATE TABLE "heedkit_meta" ( -- Which layout the tables of Heedkit have
  key text primary key not null,
  value text not null
) strict, without rowid;

CREATE TABLE "heedkit_sequences" ( -- Numbers given out, such as tracking codes
  name text primary key not null,
  next_value integer not null
) strict, without rowid;

CREATE TABLE "heedkit_events" ( -- What happened, append-only: the truth behind every figure and every reaction.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "type" text not null,
  "at" integer not null,
  "actor" text not null,
  "case_id" text,
  "customer_id" text,
  "data" text not null,
  "correlation_id" text not null,
  "causation_id" text,
  unique ("tenant_id", "id")
) strict;

CREATE INDEX "heedkit_events_by_case" on "heedkit_events" ("tenant_id", "case_id", "id");

CREATE INDEX "heedkit_events_by_type" on "heedkit_events" ("tenant_id", "type", "at", "id");

CREATE TABLE "heedkit_jobs" ( -- What is to be done later. A row disappears when its effects are committed; dead ones stay to be looked at.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "kind" text not null,
  "data" text not null,
  "key" text, -- At most one waiting job has the same key.
  "due_at" integer,
  "leased_until" integer,
  "fence" integer not null, -- Grows at each claim; an older holder's commit is refused.
  "fence_base" integer not null, -- The fence when the job was made or replayed: attempts are counted from it.
  "died_at" integer,
  "failures" text not null,
  "created_at" integer not null,
  "correlation_id" text not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_jobs_key" on "heedkit_jobs" ("tenant_id", "key");

CREATE INDEX "heedkit_jobs_due" on "heedkit_jobs" ("due_at", "id") where "due_at" is not null;

CREATE INDEX "heedkit_jobs_dead" on "heedkit_jobs" ("died_at", "id") where "died_at" is not null;

CREATE TABLE "heedkit_idempotency_keys" ( -- Keys under which commands were given, so that giving one again returns the first result.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "fingerprint" text not null, -- Digest of the input: the same key with other input is refused.
  "result_id" text not null,
  "created_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE TABLE "heedkit_blobs" ( -- Large bytes under opaque keys: attachments of outgoing messages.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "bytes" blob not null,
  unique ("tenant_id", "id")
) strict;

CREATE TABLE "heedkit_customers" ( -- People who ask for help.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "name" text,
  "host_id" text, -- The customer's id in the host application.
  "company_id" text,
  "locale" text, -- BCP 47 tag, such as de-AT.
  "time_zone" text, -- IANA zone, such as Europe/Vienna.
  "fields" text not null, -- The host's own fields.
  "merged_into_id" text, -- The customer that this one was merged into.
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_customers_host_id" on "heedkit_customers" ("tenant_id", "host_id");

CREATE INDEX "heedkit_customers_by_company" on "heedkit_customers" ("tenant_id", "company_id", "id");

CREATE INDEX "heedkit_customers_merged_into" on "heedkit_customers" ("merged_into_id", "id") where "merged_into_id" is not null;

CREATE VIRTUAL TABLE "heedkit_customers_search" using fts5("name", content='heedkit_customers', content_rowid='_row', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER "heedkit_customers_search_insert" after insert on "heedkit_customers" begin insert into "heedkit_customers_search" (rowid, "name") values (new._row, new."name"); end;

CREATE TRIGGER "heedkit_customers_search_delete" after delete on "heedkit_customers" begin insert into "heedkit_customers_search" ("heedkit_customers_search", rowid, "name") values ('delete', old._row, old."name"); end;

CREATE TRIGGER "heedkit_customers_search_update" after update of "name" on "heedkit_customers" begin insert into "heedkit_customers_search" ("heedkit_customers_search", rowid, "name") values ('delete', old._row, old."name"); insert into "heedkit_customers_search" (rowid, "name") values (new._row, new."name"); end;

CREATE TABLE "heedkit_identities" ( -- How channels know customers: an address, a number, a user id.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "customer_id" text not null,
  "kind" text not null, -- email, phone, telegram, host ...
  "value" text not null, -- Normalised, as the channel gives it.
  "verified" integer not null, -- Whether the customer proved to hold it.
  "created_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_identities_identity" on "heedkit_identities" ("tenant_id", "kind", "value");

CREATE INDEX "heedkit_identities_by_customer" on "heedkit_identities" ("tenant_id", "customer_id", "id");

CREATE TABLE "heedkit_companies" ( -- Organisations that customers belong to.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "name" text not null,
  "host_id" text,
  "domain" text,
  "fields" text not null,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_companies_host_id" on "heedkit_companies" ("tenant_id", "host_id");

CREATE UNIQUE INDEX "heedkit_companies_domain" on "heedkit_companies" ("tenant_id", "domain");

CREATE TABLE "heedkit_activities" ( -- What customers did, as the host tells: purchase, delivery.late, article.viewed.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "customer_id" text not null,
  "type" text not null,
  "at" integer not null,
  "data" text not null,
  "created_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE INDEX "heedkit_activities_by_customer" on "heedkit_activities" ("tenant_id", "customer_id", "at", "id");

CREATE TABLE "heedkit_customer_merges" ( -- Merges of customers, so that each can be undone.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "from_id" text not null,
  "into_id" text not null,
  "undone_at" integer,
  "created_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE INDEX "heedkit_customer_merges_by_into" on "heedkit_customer_merges" ("tenant_id", "into_id", "id");

CREATE TABLE "heedkit_agents" ( -- People who answer.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "name" text not null,
  "email" text,
  "host_id" text, -- The agent's id in the host application.
  "role" text not null,
  "active" integer not null, -- An agent who left keeps the row and may do nothing.
  "locale" text,
  "time_zone" text,
  "presence" text not null,
  "presence_at" integer,
  "capacity" integer not null, -- How much work at once, in the weights of routing.
  "team_ids" text not null,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_agents_email" on "heedkit_agents" ("tenant_id", "email");

CREATE UNIQUE INDEX "heedkit_agents_host_id" on "heedkit_agents" ("tenant_id", "host_id");

CREATE TABLE "heedkit_teams" ( -- Groups of agents that cases are given to.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "name" text not null,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_teams_name" on "heedkit_teams" ("tenant_id", "name");

CREATE TABLE "heedkit_cases" ( -- Requests for help, from opening to closing.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "number" integer not null,
  "code" text not null, -- The tracking code that customers see, such as Case-6548.
  "subject" text not null,
  "customer_id" text not null, -- Who asked.
  "participant_ids" text not null, -- Other customers who take part; their replies join the case.
  "company_id" text,
  "channel_id" text not null,
  "channel_kind" text not null,
  "status" text not null,
  "category" text not null,
  "handler" text not null, -- Who is expected to answer.
  "priority" text not null,
  "kind" text not null,
  "stage" text not null,
  "tags" text not null,
  "fields" text not null, -- The host's own fields.
  "language" text,
  "team_id" text,
  "assignee_id" text,
  "follower_ids" text not null, -- Agents who are told of news.
  "opened_by" text not null,
  "imported" integer not null, -- Brought from another desk: has no clocks and gets no automatic answers.
  "spam" integer not null,
  "opened_at" integer not null,
  "first_replied_at" integer,
  "last_customer_message_at" integer,
  "last_agent_message_at" integer,
  "waiting_since" integer, -- When the oldest unanswered customer message came.
  "solved_at" integer,
  "closed_at" integer,
  "reopen_count" integer not null,
  "merged_into_id" text,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_cases_code" on "heedkit_cases" ("tenant_id", "code");

CREATE INDEX "heedkit_cases_by_category" on "heedkit_cases" ("tenant_id", "category", "updated_at", "id");

CREATE INDEX "heedkit_cases_by_customer" on "heedkit_cases" ("tenant_id", "customer_id", "opened_at", "id");

CREATE INDEX "heedkit_cases_by_assignee" on "heedkit_cases" ("tenant_id", "assignee_id", "category", "updated_at", "id");

CREATE INDEX "heedkit_cases_by_team" on "heedkit_cases" ("tenant_id", "team_id", "category", "updated_at", "id");

CREATE INDEX "heedkit_cases_merged_into" on "heedkit_cases" ("merged_into_id", "id") where "merged_into_id" is not null;

CREATE VIRTUAL TABLE "heedkit_cases_search" using fts5("code", "subject", content='heedkit_cases', content_rowid='_row', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER "heedkit_cases_search_insert" after insert on "heedkit_cases" begin insert into "heedkit_cases_search" (rowid, "code", "subject") values (new._row, new."code", new."subject"); end;

CREATE TRIGGER "heedkit_cases_search_delete" after delete on "heedkit_cases" begin insert into "heedkit_cases_search" ("heedkit_cases_search", rowid, "code", "subject") values ('delete', old._row, old."code", old."subject"); end;

CREATE TRIGGER "heedkit_cases_search_update" after update of "code", "subject" on "heedkit_cases" begin insert into "heedkit_cases_search" ("heedkit_cases_search", rowid, "code", "subject") values ('delete', old._row, old."code", old."subject"); insert into "heedkit_cases_search" (rowid, "code", "subject") values (new._row, new."code", new."subject"); end;

CREATE TABLE "heedkit_messages" ( -- What was said in cases: in from customers, out to them, and notes that never leave.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "case_id" text not null,
  "customer_id" text not null, -- Whose history it belongs to: the requester, or the participant who wrote it.
  "direction" text not null,
  "author_kind" text not null,
  "author_id" text,
  "channel_id" text not null,
  "at" integer not null,
  "subject" text,
  "text" text not null,
  "html" text,
  "new_text" text not null, -- Without quotes and signature.
  "from" text,
  "to" text not null,
  "cc" text not null,
  "attachments" text not null,
  "external_id" text, -- The provider's id: a Message-ID for mail.
  "automatic" text, -- Set when it came from a machine or a list, or the desk wrote it: why, or what it is.
  "inbound_id" text,
  "delivery_state" text, -- Of messages that go out.
  "delivery_detail" text,
  "delivered_at" integer,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE INDEX "heedkit_messages_by_case" on "heedkit_messages" ("tenant_id", "case_id", "at", "id");

CREATE INDEX "heedkit_messages_by_customer" on "heedkit_messages" ("tenant_id", "customer_id", "at", "id");

CREATE INDEX "heedkit_messages_external_id" on "heedkit_messages" ("external_id", "tenant_id", "id") where "external_id" is not null;

CREATE VIRTUAL TABLE "heedkit_messages_search" using fts5("subject", "new_text", content='heedkit_messages', content_rowid='_row', tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER "heedkit_messages_search_insert" after insert on "heedkit_messages" begin insert into "heedkit_messages_search" (rowid, "subject", "new_text") values (new._row, new."subject", new."new_text"); end;

CREATE TRIGGER "heedkit_messages_search_delete" after delete on "heedkit_messages" begin insert into "heedkit_messages_search" ("heedkit_messages_search", rowid, "subject", "new_text") values ('delete', old._row, old."subject", old."new_text"); end;

CREATE TRIGGER "heedkit_messages_search_update" after update of "subject", "new_text" on "heedkit_messages" begin insert into "heedkit_messages_search" ("heedkit_messages_search", rowid, "subject", "new_text") values ('delete', old._row, old."subject", old."new_text"); insert into "heedkit_messages_search" (rowid, "subject", "new_text") values (new._row, new."subject", new."new_text"); end;

CREATE TABLE "heedkit_case_links" ( -- Cases that have to do with each other.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "from_id" text not null,
  "to_id" text not null,
  "kind" text not null,
  "reason" text,
  "created_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_case_links_link" on "heedkit_case_links" ("tenant_id", "from_id", "to_id", "kind");

CREATE INDEX "heedkit_case_links_by_target" on "heedkit_case_links" ("tenant_id", "to_id", "id");

CREATE TABLE "heedkit_sla_clocks" ( -- Promises about cases, one a row: what was counted, what is due, what became of it.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "case_id" text not null,
  "customer_id" text not null,
  "metric" text not null,
  "policy_id" text not null,
  "state" text not null,
  "cause_message_id" text, -- The message that started it.
  "calendar" text, -- Key of the calendar in force; null: all time counts.
  "target_ms" real not null,
  "started_at" integer not null,
  "counted_ms" real not null, -- Up to countedUntil.
  "elapsed_ms" real not null, -- The same stretches by the clock on the wall.
  "counted_until" integer not null,
  "deadline" integer,
  "due_at" integer, -- When to look next: for a warning or the breach.
  "leased_until" integer,
  "fence" integer not null, -- Grows at each claim; an older holder's commit is refused.
  "warnings" text not null, -- Still to come.
  "warned" text not null, -- Given.
  "breached_at" integer,
  "ended_at" integer,
  "log" text not null,
  "definitions" text not null, -- Revision of policies and calendars that it was last measured against.
  "priority" text not null, -- Of the case, when the clock was last written; also the next three.
  "channel_kind" text not null,
  "team_id" text,
  "assignee_id" text,
  unique ("tenant_id", "id")
) strict;

CREATE INDEX "heedkit_sla_clocks_by_case" on "heedkit_sla_clocks" ("tenant_id", "case_id", "id");

CREATE INDEX "heedkit_sla_clocks_by_state" on "heedkit_sla_clocks" ("tenant_id", "state", "id");

CREATE INDEX "heedkit_sla_clocks_due" on "heedkit_sla_clocks" ("due_at", "id") where "due_at" is not null;

CREATE INDEX "heedkit_sla_clocks_ended" on "heedkit_sla_clocks" ("ended_at", "tenant_id", "id") where "ended_at" is not null;

CREATE INDEX "heedkit_sla_clocks_breached" on "heedkit_sla_clocks" ("breached_at", "tenant_id", "id") where "breached_at" is not null;

CREATE TABLE "heedkit_sla_policies" ( -- SLA policies made at run time.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "position" integer not null, -- The first one that is for a case applies.
  "definition" text not null,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE TABLE "heedkit_sla_calendars" ( -- Business calendars made at run time, by name.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "definition" text not null,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE TABLE "heedkit_sla_calendar_revisions" ( -- Every calendar that clocks were counted by, as it was: the id holds its name and digest.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "definition" text not null,
  "created_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE TABLE "heedkit_sla_revisions" ( -- Grows when policies or calendars are edited, so that every process notices.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "revision" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE TABLE "heedkit_sla_recomputes" ( -- Recomputations of open clocks after edits of policies or calendars, and how far each has come.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "state" text not null,
  "looked" integer not null, -- Open clocks looked at so far.
  "changed" integer not null, -- Of these, how many have another target now.
  "created_at" integer not null,
  "updated_at" integer not null,
  "finished_at" integer,
  unique ("tenant_id", "id")
) strict;

CREATE INDEX "heedkit_sla_recomputes_by_time" on "heedkit_sla_recomputes" ("tenant_id", "created_at", "id");

CREATE TABLE "heedkit_templates" ( -- Texts that the desk sends, in Liquid, by key and locale.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "key" text not null,
  "locale" text not null, -- BCP 47 tag, such as de-AT.
  "kind" text not null,
  "subject" text, -- Null keeps the subject of the case.
  "text" text not null,
  "html" text, -- Null has the HTML made from the text.
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_templates_template" on "heedkit_templates" ("tenant_id", "key", "locale");

CREATE TABLE "heedkit_macros" ( -- What agents do to cases again and again: a reply, changes, a note.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "name" text not null,
  "reply" text,
  "note" text, -- A note in Liquid that never leaves.
  "changes" text not null,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_macros_name" on "heedkit_macros" ("tenant_id", "name");

CREATE TABLE "heedkit_receipts" ( -- A provider's word that it took a message over; one for each message, which is its idempotency key.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "case_id" text not null,
  "channel_id" text not null,
  "external_id" text not null,
  "attempt" integer not null, -- Which attempt got through.
  "refused" text not null,
  "detail" text,
  "created_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE TABLE "heedkit_suppressions" ( -- Addresses that get no more messages, because one bounced for good or the host said so.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "kind" text not null,
  "value" text not null,
  "reason" text not null,
  "message_id" text,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_suppressions_address" on "heedkit_suppressions" ("tenant_id", "kind", "value");

CREATE TABLE "heedkit_automatic_slots" ( -- When automatic messages went to whom in the last 24 hours. Rows go when the last one is a day old.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "kind" text not null,
  "value" text not null, -- The address, as the channel gives it.
  "taken_at" text not null, -- Epoch milliseconds, oldest first.
  "due_at" integer, -- When the row may go.
  "leased_until" integer,
  "fence" integer not null,
  "created_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_automatic_slots_recipient" on "heedkit_automatic_slots" ("tenant_id", "kind", "value");

CREATE INDEX "heedkit_automatic_slots_due" on "heedkit_automatic_slots" ("due_at", "id") where "due_at" is not null;

CREATE TABLE "heedkit_inbound" ( -- What providers sent, as it came. Nothing is dropped: what was not understood, or is about nothing known, is kept and can be replayed.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "channel_id" text not null,
  "dedupe_key" text not null, -- The same for a redelivery of the same thing.
  "received_at" integer not null,
  "metadata" text not null,
  "body" blob not null,
  "outcome" text not null,
  "problem" text, -- Why it was not taken in.
  "case_ids" text not null,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

CREATE UNIQUE INDEX "heedkit_inbound_delivery" on "heedkit_inbound" ("tenant_id", "channel_id", "dedupe_key");

CREATE INDEX "heedkit_inbound_by_outcome" on "heedkit_inbound" ("tenant_id", "outcome", "received_at", "id");

CREATE TABLE "heedkit_channel_cursors" ( -- How far connectors have read.
  _row integer primary key,
  "tenant_id" text not null,
  "id" text not null,
  "version" integer not null,
  "value" text not null,
  "created_at" integer not null,
  "updated_at" integer not null,
  unique ("tenant_id", "id")
) strict;

insert into "heedkit_customers_search" ("heedkit_customers_search", rank) values ('secure-delete', 1);

insert into "heedkit_cases_search" ("heedkit_cases_search", rank) values ('secure-delete', 1);

insert into "heedkit_messages_search" ("heedkit_messages_search", rank) values ('secure-delete', 1);

insert into "heedkit_meta" (key, value) values ('format', '1');

commit;
