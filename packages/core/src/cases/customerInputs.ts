import * as z from "zod";
import { type Context, forbidden, namedValues, parseInput } from "../kernel/index.ts";
import { customerMessageInput, followUpInput, listQuery, messagesQuery, openInput } from "./inputs.ts";
import type { Case, Message } from "./schema.ts";

/**
 * What customers may say in each command that is theirs: all else is decided by the desk and the host. A list of what is
 * allowed, so that a new option is not theirs until somebody adds it here.
 */
const customerInputs = {
  "cases.open": openInput.pick({ customerId: true, subject: true, message: true, idempotencyKey: true }),
  "cases.addCustomerMessage": customerMessageInput,
  "cases.followUp": followUpInput,
  "cases.list": listQuery.pick({ categories: true, after: true, limit: true }).extend({
    order: z.enum(["newest", "oldest"]).default("newest"),
  }),
  "cases.messages": messagesQuery,
} as const;

/**
 * Parses what a caller gave to a command that customers may call too.
 *
 * @throws SupportError INVALID_INPUT; FORBIDDEN when a customer sets what is not for customers to say
 */
export function parseFor<Schema extends z.ZodObject>(
  context: Context,
  schema: Schema,
  input: unknown,
  command: keyof typeof customerInputs,
): z.output<Schema> {
  if (context.actor.kind !== "customer") return parseInput(schema, input, command);
  const own: z.ZodObject = customerInputs[command];
  const given = parseInput(namedValues, input, command);
  for (const name of Object.keys(given))
    if (Object.hasOwn(schema.shape, name) && !Object.hasOwn(own.shape, name))
      throw forbidden(context, `${command} with ${name}`);
  return parseInput(schema, parseInput(own, given, command), command);
}

/** A case as its customers see it: without what the host, its agents and its rules keep on it. */
export function seenBy<Row extends Case>({ actor }: Pick<Context, "actor">, found: Row): Row {
  if (actor.kind !== "customer") return found;
  return {
    ...found,
    companyId: null,
    participantIds: [],
    participants: null,
    handler: "human",
    priority: "normal",
    tags: [],
    fields: {},
    teamId: null,
    assigneeId: null,
    followerIds: [],
    imported: false,
    spam: false,
    reopenCount: 0,
    nextDeadlineAt: null,
    queuedAt: null,
    countedAs: null,
  };
}

/** A message as customers see it: without the provider's ids, which may stand for a right to write, and its answers. */
export function messageSeenBy({ actor }: Pick<Context, "actor">, message: Message): Message {
  if (actor.kind !== "customer") return message;
  return { ...message, externalId: null, contentKey: null, inboundId: null, deliveryDetail: null };
}
