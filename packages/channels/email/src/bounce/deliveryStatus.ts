import { normaliseEmail } from "../address/normaliseEmail.ts";
import { readFieldGroups } from "../mime/fieldGroups.ts";
import type { HeaderField } from "../mime/headerFields.ts";

/** What a delivery status says about one recipient (RFC 3464 s.2.3). */
export interface RecipientStatus {
  /** The original recipient if given, else the final one. */
  readonly recipient: string | null;
  readonly action: "failed" | "delayed" | "relayed" | "delivered";
  /** Enhanced status code, or null. */
  readonly status: string | null;
  readonly diagnostic: string;
  /** What the human-readable notice says about this recipient; empty if a machine-readable report was read. */
  readonly notice: string;
}

/** Recipients of one report that are read. */
const mostRecipients = 100;

/** Reads the body of a `message/delivery-status`; fields of a group that was run together are parted at each recipient. */
export function readDeliveryStatus(body: Uint8Array): readonly RecipientStatus[] {
  const groups: HeaderField[][] = [];
  for (const fields of readFieldGroups(body, mostRecipients)) {
    let hasRecipient = false;
    for (const field of fields) {
      const isRecipient = field.key === "final-recipient";
      if (field === fields[0] || (isRecipient && hasRecipient)) {
        groups.push([field]);
        hasRecipient = isRecipient;
      } else {
        groups.at(-1)?.push(field);
        hasRecipient ||= isRecipient;
      }
    }
  }
  return groups
    .slice(0, mostRecipients)
    .flatMap((group) => statusOf((name) => group.find(({ key }) => key === name)?.value ?? null));
}

/** The same in the text of a notice, from systems that don't send it as a part. */
export function readStatusInText(notice: string): readonly RecipientStatus[] {
  const start = /^[ \t]{0,8}(?:reporting-mta|original-recipient|final-recipient|action)[ \t]{0,4}:/im.exec(
    notice,
  );
  if (start === null || !/^[ \t]{0,8}final-recipient[ \t]{0,4}:/im.test(notice)) return [];
  const fields = notice.slice(start.index).replace(/^[ \t]{0,8}(?=[a-z][a-z-]{1,40}[ \t]{0,4}:)/gim, "");
  return readDeliveryStatus(new TextEncoder().encode(fields)).filter(({ recipient }) => recipient !== null);
}

function statusOf(value: (name: string) => string | null): readonly RecipientStatus[] {
  const recipient = addressOf(value("original-recipient")) ?? addressOf(value("final-recipient"));
  const told = value("action")?.toLowerCase() ?? null;
  const diagnostic = (value("diagnostic-code") ?? "").replace(/^\s*(?:smtp|x-[\w-]+|dns|unix)\s*;\s*/i, "");
  const status = /[245]\.\d{1,3}\.\d{1,3}/.exec(value("status") ?? "")?.[0] ?? null;
  if (recipient === null && told === null) return [];
  return [{ recipient, action: actionOf(told, status), status, diagnostic, notice: "" }];
}

function actionOf(told: string | null, status: string | null): RecipientStatus["action"] {
  if (told !== null && /delay/.test(told)) return "delayed";
  if (told !== null && /relay/.test(told)) return "relayed";
  // RFC 3464 s.2.3.3: what was expanded was delivered to the address that was written to, and goes on to others.
  if (told !== null && /deliver|expand/.test(told)) return "delivered";
  if (told !== null && /fail/.test(told)) return "failed";
  if (status?.startsWith("2") === true) return "delivered";
  return status?.startsWith("4") === true ? "delayed" : "failed";
}

function addressOf(field: string | null): string | null {
  if (field === null) return null;
  const address = field.slice(field.indexOf(";") + 1);
  return normaliseEmail(/<([^<>]+)>/.exec(address)?.[1] ?? address);
}
