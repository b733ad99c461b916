import type { NextDeadlines } from "../cases/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import { stateKey } from "../kernel/index.ts";
import type { Deadlines } from "../templates/index.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import type { SlaDefinitions } from "./policy.ts";

/** What the room was configured with. */
export interface SlaState extends Deadlines, NextDeadlines {
  readonly store: DefinitionsStore;
  /** Policies and calendars of the host's code. */
  readonly code: Required<SlaDefinitions>;
  /** Fields that conditions can use. */
  readonly fields: FieldDefinitions;
  /** When a recomputation can start after an edit: every process has noticed it by then. */
  readonly settleMs: number;
}

export const slaState = stateKey<SlaState>("sla");
