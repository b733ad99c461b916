import * as z from "zod";

interface PortKind {
  /** What is expected, such as `a storage adapter, such as memoryStorage()`. */
  readonly what: string;
  /** Methods that the desk can't do without. */
  readonly methods: readonly string[];
  /** Version of the port that this core speaks, where it has one. */
  readonly specVersion?: number;
}

/** Something that the host made elsewhere and passes in: an adapter, a clock. Says what is wrong with one that won't do. */
export function port<Port extends object>(kind: PortKind) {
  return z
    .custom<Port>(() => true)
    .superRefine((value, context) => {
      for (const message of portProblems(value, kind)) context.addIssue({ code: "custom", message });
    });
}

function portProblems(value: unknown, { what, methods, specVersion }: PortKind): readonly string[] {
  const unmade = whyUnmade(value);
  if (unmade !== null) return [unmade];
  if (!isObject(value)) return [`expected ${what}`];
  const found = problemsFound(value);
  // Its methods can't be judged: they refuse to work.
  if (found.length > 0) return found;
  const missing = methods.filter((method) => typeof value[method] !== "function");
  if (missing.length > 0)
    return [`expected ${what}: it has no ${missing.map((method) => `${method}()`).join(" or ")}`];
  return versionProblems(value, specVersion);
}

/** What an adapter found wrong with its own options when it was made. */
export function problemsFound({ problems }: { readonly problems?: unknown }): readonly string[] {
  return Array.isArray(problems) ? problems.map(String) : [];
}

/** Whether an adapter speaks another version of its port than this core. */
export function versionProblems(
  {
    name,
    id,
    specVersion,
  }: { readonly name?: unknown; readonly id?: unknown; readonly specVersion?: unknown },
  spoken: number | undefined,
): readonly string[] {
  if (spoken === undefined || specVersion === spoken) return [];
  const called = String(name ?? id ?? "it");
  return [
    `"${called}" speaks version ${String(specVersion)} of the port; this core speaks ${spoken}. Match their versions`,
  ];
}

/** The commonest slips of callers without types; null for anything else. */
export function whyUnmade(value: unknown): string | null {
  if (typeof value === "function") return "is a function. Call it, and pass what it returns";
  return value instanceof Promise ? "is a promise. Await it, and pass what it resolves to" : null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
