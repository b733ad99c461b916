import type { Dice } from "./dice.ts";

/** The probability of each fault wherever it can strike, while its kind is on. */
const rates = {
  "commit fails before it is applied": 0.04,
  "commit fails after it was applied": 0.04,
  "commit stalls": 0.03,
  "commit is never answered": 0.01,
  "read fails": 0.006,
  "read stalls": 0.006,
  "read is never answered": 0.002,
  "claim fails before it is applied": 0.05,
  "claim fails after it was applied": 0.04,
  "claim is never answered": 0.01,
  "sequence fails": 0.05,
  "delivery fails before it was taken": 0.12,
  "delivery fails after it was taken": 0.12,
  "delivery stalls past the lease": 0.08,
  "delivery is never answered": 0.05,
  "delivery is refused": 0.04,
  "delivery of a message always fails": 0.05,
  "delivery comes in twice": 0.2,
  "deliveries come in out of order": 0.3,
  "delivery comes in that nobody understands": 0.1,
  "clock jumps forward": 0.35,
  "clock jumps back": 0.35,
  "process is stopped past its lease": 0.35,
  "process dies": 0.35,
  "process is replaced in peace": 0.15,
} as const;

export type FaultKind = keyof typeof rates;
export const faultKinds = Object.keys(rates) as readonly FaultKind[];

/** In some seeds a kind strikes far more often, but never so often that nothing gets through. */
const factors = [1, 1, 1, 5];
const mostOften = 0.4;

/** The faults of a simulation. Each seed switches some kinds on and others off, to get many combinations. */
export interface Faults {
  /** Whether a fault of this kind strikes here and now. */
  strikes(kind: FaultKind): boolean;
  /** Stops all faults. */
  end(): void;
  /** How often each kind struck. */
  readonly struck: ReadonlyMap<FaultKind, number>;
}

/** @param calm No faults at all. */
export function drawFaults(dice: Dice, calm: boolean): Faults {
  const kindsOn = new Map<FaultKind, number>();
  for (const kind of calm ? [] : faultKinds)
    if (dice.chance(0.5)) kindsOn.set(kind, Math.min(mostOften, rates[kind] * dice.pick(factors)));
  const struck = new Map<FaultKind, number>();
  return {
    strikes(kind) {
      const rate = kindsOn.get(kind);
      if (rate === undefined || !dice.chance(rate)) return false;
      struck.set(kind, (struck.get(kind) ?? 0) + 1);
      return true;
    },
    end: () => kindsOn.clear(),
    struck,
  };
}
