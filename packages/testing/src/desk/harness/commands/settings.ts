import type { Commands } from "./command.ts";

/** Calls about templates, macros and promises. */
export const settingCommands: Commands = {
  "templates.save": {
    needs: "templates.write",
    call: ({ templates }) => templates.save({ key: "new", locale: "en", text: "Hi" }),
  },
  "templates.remove": {
    needs: "templates.write",
    call: ({ templates }, { templateKey }) => templates.remove({ key: templateKey, locale: "en" }),
  },
  "templates.get": {
    needs: "templates.read",
    call: ({ templates }, { templateKey }) => templates.get({ key: templateKey, locale: "en" }),
  },
  "templates.list": { needs: "templates.read", call: ({ templates }) => templates.list() },
  "templates.render": {
    needs: "templates.read",
    call: ({ templates }, { templateKey, caseId }) => templates.render({ key: templateKey, caseId }),
  },
  "templates.preview": {
    needs: "templates.read",
    call: ({ templates }, { caseId }) => templates.preview({ text: "Hi {{ customer.name }}", caseId }),
  },
  "macros.save": {
    needs: "templates.write",
    call: ({ macros }, { agentId }) => macros.save({ name: "new", changes: { assigneeId: agentId } }),
  },
  "macros.get": { needs: "templates.read", call: ({ macros }, { macroId }) => macros.get(macroId) },
  "macros.list": { needs: "templates.read", call: ({ macros }) => macros.list() },
  "macros.apply": {
    needs: "cases.write",
    call: ({ macros }, { macroId, caseId }) => macros.apply({ macroId, caseId }),
  },
  "macros.remove": { needs: "templates.write", call: ({ macros }, { macroId }) => macros.remove(macroId) },
  "sla.policies.list": { needs: "sla.read", call: ({ sla }) => sla.policies.list() },
  "sla.policies.save": {
    needs: "sla.write",
    call: ({ sla }) => sla.policies.save({ id: "new", targets: [{ metric: "first_reply", within: "1h" }] }),
  },
  "sla.policies.reorder": {
    needs: "sla.write",
    call: ({ sla }, { policyId }) => sla.policies.reorder([policyId]),
  },
  "sla.policies.remove": {
    needs: "sla.write",
    call: ({ sla }, { policyId }) => sla.policies.remove(policyId),
  },
  "sla.calendars.list": { needs: "sla.read", call: ({ sla }) => sla.calendars.list() },
  "sla.calendars.save": {
    needs: "sla.write",
    call: ({ sla }) => sla.calendars.save("new", { kind: "always" }),
  },
  "sla.explain": { needs: "sla.read", call: ({ sla }, { caseId }) => sla.explain(caseId) },
  "sla.report": {
    needs: "sla.read",
    call: ({ sla }) => sla.report({ from: 0, to: Date.parse("2100-01-01T00:00:00Z"), by: "policy" }),
  },
  "sla.simulate": {
    needs: "sla.read",
    call: ({ sla }) =>
      sla.simulate({
        policies: [{ id: "stricter", targets: [{ metric: "first_reply", within: "1m" }] }],
        from: 0,
        to: Date.parse("2100-01-01T00:00:00Z"),
      }),
  },
  "sla.recompute.start": { needs: "sla.write", call: ({ sla }) => sla.recompute.start() },
  "sla.recompute.progress": { needs: "sla.read", call: ({ sla }) => sla.recompute.progress() },
  "sla.clocks": { needs: "sla.read", call: ({ sla }, { caseId }) => sla.clocks(caseId) },
};
