import { table } from "./command.ts";

/** Calls about customers and agents. */
export const peopleCommands = table({
  "customers.create": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }) => customers.create({ name: "New" }),
  },
  "customers.update": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }, { customerId, companyId }) =>
      customers.update({ customerId, companyId, name: "Other" }),
  },
  "customers.archive": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }, { customerId }) => customers.archive({ customerId }),
  },
  "customers.restore": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }, { customerId }) => customers.restore({ customerId }),
  },
  "customers.attachIdentity": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }, { customerId }) =>
      customers.attachIdentity({ customerId, kind: "phone", value: "+4317" }),
  },
  "customers.detachIdentity": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }, { customerId }) =>
      customers.detachIdentity({ customerId, kind: "phone", value: "+4318" }),
  },
  "customers.verifyIdentity": {
    needs: "customers.verify",
    cases: "none",
    call: ({ customers }, { customerId }) =>
      customers.verifyIdentity({ customerId, kind: "email", value: "ada@example.com" }),
  },
  "customers.merge": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }, { customerId, otherCustomerId }) =>
      customers.merge({ fromId: otherCustomerId, intoId: customerId }),
  },
  "customers.undoMerge": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }, { mergeId }) => customers.undoMerge({ mergeId }),
  },
  "customers.merges": {
    needs: "customers.read",
    call: ({ customers }, { customerId }) => customers.merges({ customerId }),
  },
  "customers.recordActivity": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }, { customerId }) => customers.recordActivity({ customerId, type: "purchase" }),
  },
  "customers.upsert": {
    needs: "customers.write",
    cases: "none",
    call: ({ customers }) => customers.upsert({ hostId: "new", name: "New" }),
  },
  "companies.create": {
    needs: "customers.write",
    cases: "none",
    call: ({ companies }) => companies.create({ name: "New" }),
  },
  "companies.upsert": {
    needs: "customers.write",
    cases: "none",
    call: ({ companies }) => companies.upsert({ hostId: "new", name: "New" }),
  },
  "companies.update": {
    needs: "customers.write",
    cases: "none",
    call: ({ companies }, { companyId }) => companies.update({ companyId, name: "Other" }),
  },
  "companies.archive": {
    needs: "customers.write",
    cases: "none",
    call: ({ companies }, { companyId }) => companies.archive({ companyId }),
  },
  "companies.restore": {
    needs: "customers.write",
    cases: "none",
    call: ({ companies }, { companyId }) => companies.restore({ companyId }),
  },
  "companies.get": {
    needs: "customers.read",
    cases: "none",
    call: ({ companies }, { companyId }) => companies.get({ companyId }),
  },
  "companies.findByHostId": {
    needs: "customers.read",
    cases: "none",
    call: ({ companies }) => companies.findByHostId({ hostId: "c1" }),
  },
  "companies.list": { needs: "customers.read", cases: "none", call: ({ companies }) => companies.list() },
  "companies.search": {
    needs: "customers.read",
    cases: "none",
    call: ({ companies }) => companies.search({ text: "Quincunx" }),
  },
  "activities.list": {
    needs: "customers.read",
    cases: "none",
    call: ({ activities }, { customerId }) => activities.list({ customerId }),
  },
  "customers.list": { needs: "customers.read", cases: "none", call: ({ customers }) => customers.list() },
  "customers.search": {
    needs: "customers.read",
    cases: "none",
    call: ({ customers }) => customers.search({ text: "Quincunx" }),
  },
  "customers.get": {
    needs: "customers.read",
    cases: "none",
    own: true,
    hides: true,
    visitors: true,
    call: ({ customers }, { customerId }) => customers.get({ customerId }),
  },
  "customers.findByIdentity": {
    needs: "customers.read",
    cases: "none",
    call: ({ customers }) => customers.findByIdentity({ kind: "email", value: "ada@example.com" }),
  },
  "customers.findByHostId": {
    needs: "customers.read",
    cases: "none",
    call: ({ customers }) => customers.findByHostId({ hostId: "u1" }),
  },
  "customers.timeline": {
    needs: "customers.read",
    cases: "narrowed",
    own: true,
    hides: true,
    call: ({ customers }, { customerId }) => customers.timeline({ customerId }),
  },
  "customers.cards": {
    needs: "customers.read",
    call: ({ customers }, { customerId }) => customers.cards({ customerId }),
  },
  "customers.context": {
    needs: "customers.read",
    cases: "none",
    call: ({ customers }, { customerId }) => customers.context({ customerId }),
  },
  "agents.create": {
    needs: "agents.write",
    cases: "none",
    call: ({ agents }, { teamId }) => agents.create({ name: "New", teamIds: [teamId] }),
  },
  "agents.upsert": {
    needs: "agents.write",
    cases: "none",
    call: ({ agents }) => agents.upsert({ hostId: "new", name: "New" }),
  },
  "agents.update": {
    needs: "agents.write",
    cases: "none",
    call: ({ agents }, { agentId }) => agents.update({ agentId, role: "admin" }),
  },
  "agents.setSignature": {
    needs: "agents.write",
    cases: "none",
    call: ({ agents }, { agentId }) => agents.setSignature({ agentId, signature: "Grace" }),
  },
  "agents.setPresence": {
    needs: "agents.write",
    cases: "none",
    call: ({ agents }, { agentId }) => agents.setPresence({ agentId, presence: "away" }),
  },
  "teams.create": {
    needs: "agents.write",
    cases: "none",
    call: ({ teams }) => teams.create({ name: "New" }),
  },
  "agents.get": {
    needs: "agents.read",
    cases: "none",
    call: ({ agents }, { agentId }) => agents.get({ agentId }),
  },
  "agents.search": {
    needs: "agents.read",
    cases: "none",
    call: ({ agents }) => agents.search({ text: "Quincunx" }),
  },
  "teams.update": {
    needs: "agents.write",
    cases: "none",
    call: ({ teams }, { teamId }) => teams.update({ teamId, name: "Other" }),
  },
  "teams.archive": {
    needs: "agents.write",
    cases: "none",
    call: ({ teams }, { teamId }) => teams.archive({ teamId }),
  },
  "teams.restore": {
    needs: "agents.write",
    cases: "none",
    call: ({ teams }, { teamId }) => teams.restore({ teamId }),
  },
  "agents.list": { needs: "agents.read", cases: "none", call: ({ agents }) => agents.list() },
  "teams.get": {
    needs: "agents.read",
    cases: "none",
    call: ({ teams }, { teamId }) => teams.get({ teamId }),
  },
  "teams.search": {
    needs: "agents.read",
    cases: "none",
    call: ({ teams }) => teams.search({ text: "Quincunx" }),
  },
  "teams.list": { needs: "agents.read", cases: "none", call: ({ teams }) => teams.list() },
  "roles.list": { needs: "agents.read", cases: "none", call: ({ roles }) => roles.list() },
  "roles.get": {
    needs: "agents.read",
    cases: "none",
    call: ({ roles }, { roleKey }) => roles.get({ key: roleKey }),
  },
  "roles.create": {
    needs: "agents.write",
    cases: "none",
    call: ({ roles }) => roles.create({ key: "helper", label: "Helper" }),
  },
  "roles.update": {
    needs: "agents.write",
    cases: "none",
    call: ({ roles }, { roleKey }) => roles.update({ key: roleKey, label: "Other" }),
  },
  "roles.archive": {
    needs: "agents.write",
    cases: "none",
    call: ({ roles }, { roleKey }) => roles.archive({ key: roleKey }),
  },
  "roles.restore": {
    needs: "agents.write",
    cases: "none",
    call: ({ roles }, { roleKey }) => roles.restore({ key: roleKey }),
  },
});
