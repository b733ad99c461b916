/**
 * What rooms and plugins provide to another room, which asks all of them: timeline entries, articles. The asking room
 * adds the name and type by augmentation.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by augmentation from the rooms
export interface Sources {}

export type SourceKind = keyof Sources & string;

/** Sources of a room or a plugin, by kind. */
export type SourceLists = { readonly [Kind in SourceKind]?: readonly Sources[Kind][] };

/** The sources of a desk, in the order of installation. */
export interface SourceRegistry {
  add(lists: SourceLists): void;
  of<Kind extends SourceKind>(kind: Kind): readonly Sources[Kind][];
}

export function sourceRegistry(): SourceRegistry {
  const all = new Map<string, unknown[]>();
  return {
    add(lists) {
      for (const [kind, sources] of Object.entries<readonly unknown[] | undefined>(lists))
        all.set(kind, [...(all.get(kind) ?? []), ...(sources ?? [])]);
    },
    // `add` takes sources of the type that their kind says.
    of: <Kind extends SourceKind>(kind: Kind) => (all.get(kind) ?? []) as Sources[Kind][],
  };
}
