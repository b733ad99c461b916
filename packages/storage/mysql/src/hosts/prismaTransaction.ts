import { outcomeOf } from "../connecting/outcomes.ts";
import { hasMethods, type Recognise } from "./host.ts";

/** A transaction of Prisma with its MariaDB adapter, as the callback of `$transaction` gives it. */
export const prismaTransaction: Recognise = (value) => {
  // The client itself can connect; its transactions cannot.
  if (!hasMethods(value, "$queryRawUnsafe", "$executeRawUnsafe") || hasMethods(value, "$connect"))
    return null;
  return {
    handle: value,
    async run(sql) {
      try {
        if (sql.startsWith("select")) return outcomeOf(await value.$queryRawUnsafe(sql));
        return outcomeOf({ affectedRows: await value.$executeRawUnsafe(sql) });
      } catch (error) {
        throw serverError(error);
      }
    },
  };
};

/** The error of the server inside one of Prisma, as mysql2 would have given it. */
function serverError(error: unknown): unknown {
  const found = ["meta", "driverAdapterError", "cause"].reduce<unknown>(propertyOf, error);
  const errno = Number(propertyOf(found, "originalCode"));
  if (!Number.isSafeInteger(errno)) return error;
  const message = String(propertyOf(found, "originalMessage"));
  return Object.assign(new Error(message, { cause: error }), { errno, sqlState: "" });
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
