import * as z from "zod";

/** A length of time; `from` 0 allows none. */
export function milliseconds({ from = 1 }: { readonly from?: 0 | 1 } = {}) {
  const error = from === 0 ? "expected 0 or more milliseconds" : "expected a positive number of milliseconds";
  const number = z.number({ error });
  return from === 0 ? number.min(0, { error }) : number.positive({ error });
}

/** A function. What it takes and returns is for whoever calls it to check. */
export function callable<Callable extends (...given: never[]) => unknown>() {
  return z.custom<Callable>((value) => typeof value === "function", "expected a function");
}

/** A check of a list that names what is in it twice. `what` is in the singular, such as `id`. */
export function unique<Item>(what: string, nameOf: (item: Item) => string) {
  return (items: readonly Item[], context: z.core.$RefinementCtx<readonly Item[]>): void => {
    const names = items.map(nameOf);
    for (const name of new Set(names.filter((one, at) => names.indexOf(one) !== at)))
      context.addIssue({ code: "custom", message: `duplicate ${what} "${name}"` });
  };
}
