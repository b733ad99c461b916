import type { ReplicationFaults } from "./replicated.ts";

/** Storages over shared data that are wrong about each other, and the check of "concurrent commits" that notices. */
export interface SharingMutant {
  readonly title: string;
  readonly check: string;
  readonly faults: Partial<ReplicationFaults>;
}

export const sharingMutants: readonly SharingMutant[] = [
  {
    title: "what lost against another storage is not undone",
    check: "a commit that lost a race leaves nothing in the storage that made it, nor in any other",
    faults: { undoes: false },
  },
  {
    title: "a read doesn't take in what others have committed",
    check: "each storage goes on from what the others have committed",
    faults: { readsCatchUp: false },
  },
  {
    title: "another storage that was faster is not noticed",
    check: "increments through several storages add up",
    faults: { compares: false },
  },
  {
    title: "changes are not applied again to what others have committed",
    check: "what was read and is expected is still so when the commit is applied",
    faults: { appliesAgain: false },
  },
];
