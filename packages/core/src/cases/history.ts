import { events, isErased, type SupportEvent, type Transaction } from "../kernel/index.ts";

export function isOf<Type extends SupportEvent["type"]>(
  event: SupportEvent,
  type: Type,
): event is SupportEvent<Type> {
  return event.type === type;
}

/** Everything that happened to a case, oldest first, what is staged included; what was erased is left out. */
export async function historyOf(
  tx: Pick<Transaction, "find">,
  caseId: string,
): Promise<readonly SupportEvent[]> {
  const all: SupportEvent[] = [];
  let last: { readonly id: string } | undefined;
  for (;;) {
    const page = await tx.find(events, {
      where: { field: "caseId", is: caseId },
      limit: 1_000,
      ...(last === undefined ? {} : { after: [last.id] }),
    });
    last = page.at(-1);
    // Events are kept as they were emitted: the type says what the data is.
    const told = page.filter((event) => !isErased(event)) as readonly unknown[];
    all.push(...(told as readonly SupportEvent[]));
    if (page.length < 1_000) return all;
  }
}
