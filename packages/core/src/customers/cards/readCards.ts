import { SupportError } from "../../errors/index.ts";
import { askSources, type Read } from "../../kernel/index.ts";
import { type CardSource, type CardSubjects, type Cards, cardFields } from "./card.ts";

/** The cards that all sources have beside a case. */
export function caseCards(read: Read, subject: CardSubjects["case"]): Promise<Cards> {
  return readCards(read, "case", (source, own, signal) =>
    source.beside === "case" ? source.find(own, subject, signal) : null,
  );
}

/** The cards that all sources have beside a customer. */
export function customerCards(read: Read, subject: CardSubjects["customer"]): Promise<Cards> {
  return readCards(read, "customer", (source, own, signal) =>
    source.beside === "customer" ? source.find(own, subject, signal) : null,
  );
}

async function readCards(
  read: Read,
  beside: keyof CardSubjects,
  find: (source: CardSource, own: Read, signal: AbortSignal) => unknown,
): Promise<Cards> {
  const { answers, failed } = await askSources(
    read,
    "card",
    async (source, own, signal) => ({
      title: source.title,
      fields: fieldsOf(source, await find(source, own, signal)),
    }),
    { isAsked: (source) => source.beside === beside },
  );
  const cards = answers.flatMap(({ source, answer }) =>
    answer.fields.length === 0 ? [] : [{ source, ...answer }],
  );
  return { cards, failed };
}

function fieldsOf({ name }: CardSource, answer: unknown): Cards["cards"][number]["fields"] {
  const parsed = cardFields.safeParse(answer ?? []);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SupportError(
    "EXTENSION_FAILED",
    `The source "${name}" must return a list of at most 50 { label, value, format, link }. ${issue?.path.join(".") || "It"}: ${issue?.message}.`,
  );
}
