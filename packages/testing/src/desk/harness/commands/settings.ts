import { table } from "./command.ts";

/** Calls about brands, templates, macros and promises. */
export const settingCommands = table({
  "brands.create": {
    needs: "brands.write",
    cases: "none",
    call: ({ brands }) => brands.create({ key: "new", name: "New" }),
  },
  "brands.update": {
    needs: "brands.write",
    cases: "none",
    call: ({ brands }, { brandId }) => brands.update({ brandId, name: "Other" }),
  },
  "brands.setDefault": {
    needs: "brands.write",
    cases: "none",
    call: ({ brands }, { brandId }) => brands.setDefault({ brandId }),
  },
  "brands.archive": {
    needs: "brands.write",
    cases: "none",
    call: ({ brands }, { brandId }) => brands.archive({ brandId }),
  },
  "brands.restore": {
    needs: "brands.write",
    cases: "none",
    call: ({ brands }, { brandId }) => brands.restore({ brandId }),
  },
  "brands.get": {
    needs: "brands.read",
    cases: "none",
    call: ({ brands }, { brandId }) => brands.get({ brandId }),
  },
  "brands.search": {
    needs: "brands.read",
    cases: "none",
    call: ({ brands }) => brands.search({ text: "Quincunx" }),
  },
  "brands.list": { needs: "brands.read", cases: "none", call: ({ brands }) => brands.list() },
  "templates.save": {
    needs: "templates.write",
    cases: "none",
    call: ({ templates }) => templates.save({ key: "new", locale: "en", text: "Hi" }),
  },
  "templates.remove": {
    needs: "templates.write",
    cases: "none",
    call: ({ templates }, { templateKey }) => templates.remove({ key: templateKey, locale: "en" }),
  },
  "templates.get": {
    needs: "templates.read",
    cases: "none",
    call: ({ templates }, { templateKey }) => templates.get({ key: templateKey, locale: "en" }),
  },
  "templates.send": {
    needs: "cases.reply",
    cases: "named",
    call: ({ templates }, { templateKey, caseId }) => templates.send({ key: templateKey, caseId }),
  },
  "templates.builtIns": {
    needs: "templates.read",
    cases: "none",
    call: ({ templates }) => templates.builtIns(),
  },
  "templates.variables": {
    needs: "templates.read",
    cases: "none",
    call: ({ templates }) => templates.variables(),
  },
  "templates.search": {
    needs: "templates.read",
    cases: "none",
    call: ({ templates }) => templates.search({ text: "Quincunx" }),
  },
  "templates.list": { needs: "templates.read", cases: "none", call: ({ templates }) => templates.list() },
  "templates.render": {
    needs: "templates.read",
    cases: "named",
    call: ({ templates }, { templateKey, caseId }) => templates.render({ key: templateKey, caseId }),
  },
  "templates.preview": {
    needs: "templates.read",
    cases: "named",
    call: ({ templates }, { caseId }) => templates.preview({ text: "Hi {{ customer.name }}", caseId }),
  },
  "macros.save": {
    needs: "templates.write",
    cases: "none",
    call: ({ macros }, { agentId }) => macros.save({ name: "new", changes: { assigneeId: agentId } }),
  },
  "macros.get": {
    needs: "templates.read",
    cases: "none",
    call: ({ macros }, { macroId }) => macros.get({ macroId }),
  },
  "macros.search": {
    needs: "templates.read",
    cases: "none",
    call: ({ macros }) => macros.search({ text: "Quincunx" }),
  },
  "macros.list": { needs: "templates.read", cases: "none", call: ({ macros }) => macros.list() },
  "macros.apply": {
    needs: "cases.write",
    cases: "named",
    call: ({ macros }, { macroId, caseId }) => macros.apply({ macroId, caseId }),
  },
  "macros.archive": {
    needs: "templates.write",
    cases: "none",
    call: ({ macros }, { macroId }) => macros.archive({ macroId }),
  },
  "macros.restore": {
    needs: "templates.write",
    cases: "none",
    call: ({ macros }, { macroId }) => macros.restore({ macroId }),
  },
  "policies.get": {
    needs: "sla.read",
    cases: "none",
    call: ({ policies }, { policyId }) => policies.get({ policyId }),
  },
  "policies.list": { needs: "sla.read", cases: "none", call: ({ policies }) => policies.list() },
  "policies.save": {
    needs: "sla.write",
    cases: "none",
    call: ({ policies }) => policies.save({ id: "new", targets: [{ metric: "first_reply", within: "1h" }] }),
  },
  "policies.reorder": {
    needs: "sla.write",
    cases: "none",
    call: ({ policies }, { policyId }) => policies.reorder({ policyIds: [policyId] }),
  },
  "policies.remove": {
    needs: "sla.write",
    cases: "none",
    call: ({ policies }, { policyId }) => policies.remove({ policyId }),
  },
  "calendars.list": { needs: "sla.read", cases: "none", call: ({ calendars }) => calendars.list() },
  "calendars.save": {
    needs: "sla.write",
    cases: "none",
    call: ({ calendars }) => calendars.save({ name: "new", definition: { kind: "always" } }),
  },
  "calendars.get": {
    needs: "sla.read",
    cases: "none",
    call: ({ calendars }) => calendars.get({ name: "hours" }),
  },
  "calendars.remove": {
    needs: "sla.write",
    cases: "none",
    call: ({ calendars }) => calendars.remove({ name: "hours" }),
  },
  "sla.explain": {
    needs: "sla.read",
    cases: "named",
    call: ({ sla }, { caseId }) => sla.explain({ caseId }),
  },
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
  "sla.recompute": { needs: "sla.write", call: ({ sla }) => sla.recompute() },
  "sla.recomputeProgress": { needs: "sla.read", call: ({ sla }) => sla.recomputeProgress() },
  "sla.clocks": { needs: "sla.read", cases: "named", call: ({ sla }, { caseId }) => sla.clocks({ caseId }) },
  "statuses.list": {
    needs: "settings.read",
    cases: "none",
    own: true,
    call: ({ statuses }) => statuses.list(),
  },
  "statuses.get": {
    needs: "settings.read",
    cases: "none",
    call: ({ statuses }) => statuses.get({ key: "open" }),
  },
  "statuses.create": {
    needs: "settings.write",
    cases: "none",
    call: ({ statuses }) => statuses.create({ key: "parked", label: "Parked", category: "on_hold" }),
  },
  "statuses.update": {
    needs: "settings.write",
    cases: "none",
    call: ({ statuses }, { statusKey }) => statuses.update({ key: statusKey, label: "Other" }),
  },
  "statuses.archive": {
    needs: "settings.write",
    cases: "none",
    call: ({ statuses }, { statusKey }) => statuses.archive({ key: statusKey }),
  },
  "statuses.restore": {
    needs: "settings.write",
    cases: "none",
    call: ({ statuses }, { statusKey }) => statuses.restore({ key: statusKey }),
  },
  "statuses.reorder": {
    needs: "settings.write",
    cases: "none",
    call: ({ statuses }, { statusKey }) => statuses.reorder({ keys: [statusKey] }),
  },
  "fields.list": { needs: "settings.read", cases: "none", own: true, call: ({ fields }) => fields.list() },
  "fields.get": {
    needs: "settings.read",
    cases: "none",
    call: ({ fields }, { fieldKey }) => fields.get({ key: fieldKey }),
  },
  "fields.create": {
    needs: "settings.write",
    cases: "none",
    call: ({ fields }) => fields.create({ key: "colour", label: "Colour", type: "text" }),
  },
  "fields.update": {
    needs: "settings.write",
    cases: "none",
    call: ({ fields }, { fieldKey }) => fields.update({ key: fieldKey, label: "Other" }),
  },
  "fields.archive": {
    needs: "settings.write",
    cases: "none",
    call: ({ fields }, { fieldKey }) => fields.archive({ key: fieldKey }),
  },
  "fields.restore": {
    needs: "settings.write",
    cases: "none",
    call: ({ fields }, { fieldKey }) => fields.restore({ key: fieldKey }),
  },
  "fields.reorder": {
    needs: "settings.write",
    cases: "none",
    call: ({ fields }, { fieldKey }) => fields.reorder({ keys: [fieldKey] }),
  },
});
