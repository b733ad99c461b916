import { outcomeOf } from "../connecting/outcomes.ts";
import { hasMethods, type Recognise } from "./host.ts";

/** A transaction of Drizzle on mysql2, as its callback gives it. */
export const drizzleTransaction: Recognise = (value) => {
  if (!hasMethods(value, "execute", "rollback", "select", "transaction")) return null;
  return {
    handle: value,
    async run(sql) {
      // Drizzle wraps the driver's errors.
      const result = await Promise.resolve(value.execute(sql)).catch((error: unknown) => {
        throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
      });
      return outcomeOf(Array.isArray(result) ? result[0] : undefined);
    },
  };
};
