import * as z from "zod";
import { defineQuery, idInput, orNull } from "../../../kernel/index.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";

/** Returns the company with this hostId, or null. */
export const findByHostId = defineQuery({
  name: "companies.findByHostId",
  summary: "Returns the company with this hostId, or null.",
  input: z.strictObject({ hostId: idInput }),
  output: orNull(companyView),
  access: { permission: "customers.read" },
  http: "GET /companies/by-host-id/{hostId}",
  run: (read, { hostId }): Promise<CompanyRow | null> =>
    read.findOne(companies, { field: "hostId", is: hostId }),
});
