import { createHash, timingSafeEqual } from "node:crypto";
import { type RawInbound, SupportError } from "@heedkit/core";
import type { WebhookOptions } from "../options.ts";

const longestGiven = 4_096;

/**
 * Checks that bytes come from whom the host has given the webhook's secret. It stands in `metadata.authorization` as
 * `Bearer <secret>`, as the password of `Basic`, or in `metadata.secret` alone, for providers that can only put it into
 * the address. Takes the same time for every wrong one.
 *
 * @throws SupportError UNVERIFIED
 */
export function verifyWebhook(
  id: string,
  webhook: WebhookOptions | undefined,
  { metadata }: RawInbound,
): void {
  if (webhook === undefined) {
    throw new SupportError(
      "UNVERIFIED",
      `The channel "${id}" only accepts mail from outside with a secret. Set webhook: { secret } in emailChannel, have the provider send it, and pass the request's Authorization header as metadata.authorization.`,
    );
  }
  const secrets = [webhook.secret].flat().map(digestOf);
  const given = givenSecrets(metadata).map(digestOf);
  const matches = given.flatMap((one) => secrets.map((secret) => timingSafeEqual(one, secret)));
  if (matches.includes(true)) return;
  const why = given.length === 0 ? "carries no secret" : "carries a wrong secret";
  throw new SupportError(
    "UNVERIFIED",
    `The delivery to the channel "${id}" ${why}. Pass the request's Authorization header as metadata.authorization, and answer 401.`,
  );
}

function givenSecrets({ authorization, secret }: RawInbound["metadata"]): readonly string[] {
  const found = typeof secret === "string" ? [secret] : [];
  if (typeof authorization === "string" && authorization.length <= longestGiven) {
    const credentials = authorization.trim();
    const end = credentials.indexOf(" ");
    const scheme = credentials.slice(0, Math.max(0, end)).toLowerCase();
    const value = credentials.slice(end + 1).trim();
    if (scheme === "bearer") found.push(value);
    if (scheme === "basic") {
      const pair = Buffer.from(value, "base64").toString("utf8");
      found.push(pair.slice(pair.indexOf(":") + 1));
    }
  }
  return found.filter((one) => one !== "" && one.length <= longestGiven);
}

/** Digests are of one length, whatever was given. */
function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
