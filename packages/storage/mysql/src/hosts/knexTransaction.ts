import { outcomeOf } from "../connecting/outcomes.ts";
import { hasMethods, type Recognise } from "./host.ts";

/** A transaction of Knex with the client `mysql2`. */
export const knexTransaction: Recognise = (value) => {
  if (!hasMethods(value, "raw", "isCompleted") || !("isTransaction" in value)) return null;
  return {
    handle: value,
    async run(sql) {
      const result = await value.raw(sql);
      return outcomeOf(Array.isArray(result) ? result[0] : undefined);
    },
    isOver: () => value.isCompleted() === true,
  };
};
