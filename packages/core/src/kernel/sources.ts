import type { Permission } from "./actors.ts";
import type { Code } from "./code.ts";

/**
 * What rooms and plugins provide to another room, which asks all of them: timeline entries, cards, articles. The asking
 * room adds the name and type by augmentation.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by augmentation from the rooms
export interface Sources {}

export type SourceKind = keyof Sources & string;

/** What sources of all kinds have in common. */
export interface SourceTraits {
  /** Names it in results; a plugin's begins with its id: `stars.answers`. */
  readonly name: string;
  /** The permission that staff need to see its results, in addition to that of the query. Default: none. */
  readonly permission?: Permission;
  /** How long it may take, in milliseconds, 1 to 10,000. Default 2,000. */
  readonly timeoutMs?: number;
}

/** Sources of a room or a plugin, by kind. */
export type SourceLists = { readonly [Kind in SourceKind]?: readonly Sources[Kind][] };

/** A source and its plugin; undefined: of core. */
export interface OwnedSource<Kind extends SourceKind> {
  readonly source: Sources[Kind];
  readonly code: Code | undefined;
}

/** The sources of a desk, in the order of installation. */
export interface SourceRegistry {
  add(lists: SourceLists, code?: Code): void;
  of<Kind extends SourceKind>(kind: Kind): readonly OwnedSource<Kind>[];
}

export function sourceRegistry(): SourceRegistry {
  const all = new Map<string, OwnedSource<SourceKind>[]>();
  return {
    add(lists, code) {
      for (const [kind, sources] of Object.entries<readonly Sources[SourceKind][] | undefined>(lists)) {
        const owned = (sources ?? []).map((source) => ({ source, code }));
        all.set(kind, [...(all.get(kind) ?? []), ...owned]);
      }
    },
    // `add` takes sources of the type that their kind says.
    of: <Kind extends SourceKind>(kind: Kind) =>
      (all.get(kind) ?? []) as unknown as readonly OwnedSource<Kind>[],
  };
}
