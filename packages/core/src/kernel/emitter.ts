import { EventEmitter } from "eventemitter3";
import { SupportError } from "../errors/index.ts";
import type { EventType, SupportEvent } from "./events.ts";

/**
 * Listens in this process, after the commit. A convenience only: rows are authoritative, and a crash loses the call.
 */
export type EventListener<Type extends EventType> = (event: SupportEvent<Type>) => unknown;

export interface SupportEmitter {
  /**
   * Calls back after each commit with such an event, until the returned function is called. @throws SupportError
   * INVALID_INPUT
   */
  on<Type extends EventType>(type: Type, listener: EventListener<Type>): () => void;
  emit(event: SupportEvent): void;
}

/** An emitter whose listeners can't affect each other or the caller: their errors go to `report`. */
export function createEmitter(report: (error: unknown, what: string) => void): SupportEmitter {
  const emitter = new EventEmitter();
  return {
    on(type, listener) {
      if (typeof type !== "string" || typeof listener !== "function")
        throw new SupportError(
          "INVALID_INPUT",
          'on() takes the type of an event, such as "case.opened", and a function.',
        );
      const guarded = (event: SupportEvent<typeof type>) => {
        try {
          Promise.resolve(listener(event)).catch((error) => report(error, `listener of ${type}`));
        } catch (error) {
          report(error, `listener of ${type}`);
        }
      };
      emitter.on(type, guarded);
      return () => emitter.off(type, guarded);
    },
    emit: (event) => emitter.emit(event.type, event),
  };
}
