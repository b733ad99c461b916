import { emailChannel } from "@heedkit/channel-email";
import { type Channel, createSupport, type Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";

/** A desk with two customers, an agent and two cases, for blocks of the docs that begin where a desk is there. */
export async function exampleDesk({ storage, channels = [] }: ExampleOptions = {}) {
  const secret = "the secret of the example, 32 characters or more";
  const email = emailChannel({
    address: "support@shop.example",
    secret,
    smtp: { host: "127.0.0.1", port: 9 },
    webhook: { secret },
  });
  const support = await createSupport({
    storage: storage ?? memoryStorage(),
    channels: [email, ...channels],
    cases: { replyToClosed: "follow-up" },
  });
  const { id: agentId } = await support.agents.upsert({ hostId: "grace", name: "Grace" });
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const ben = { kind: "email", value: "ben@shop.example" };
  // Blocks run twice, on the same database.
  const { id: otherCustomerId } =
    (await support.customers.findByIdentity(ben)) ??
    (await support.customers.create({ name: "Ben", identities: [{ ...ben, verified: true }] }));
  const opened = { customerId, subject: "A broken cup", message: { text: "It came in two." } };
  const { id: caseId, code } = await support.cases.open(opened);
  const { id: otherCaseId } = await support.cases.open({ ...opened, customerId: otherCustomerId });
  await support
    .as({ kind: "customer", id: customerId })
    .cases.addCustomerMessage({ caseId, text: "And where is the tea?" });
  const { rows } = await support.cases.messages({ caseId });
  const messageId = rows.at(-1)?.id ?? "";
  return { support, agentId, customerId, otherCustomerId, caseId, otherCaseId, code, messageId, secret };
}

interface ExampleOptions {
  readonly storage?: Storage;
  readonly channels?: readonly Channel[];
}
