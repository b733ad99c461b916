/** Floors, doors and no circles: what `architecture` means in imports. */
const core = "^packages/core/src/";
const rooms = [
  "configuration",
  "errors",
  "ports",
  "rows",
  "fields",
  "html",
  "kernel",
  "audit",
  "calendar",
  "icalendar",
  "conditions",
  "customers",
  "agents",
  "cases",
  "templates",
  "sla",
  "delivery",
  "events",
  "jobs",
  "intake",
  "plugins",
  "schedules",
  "walks",
  "memory",
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circles",
      comment: "Not among types either: who declares what others need has a file of its own.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "core-is-the-ground",
      comment: "The core imports nothing of ours and nothing of Node.js.",
      severity: "error",
      from: { path: core, pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/(?!core/)|^node_modules/@heedkit/" },
    },
    {
      name: "core-runs-anywhere",
      severity: "error",
      from: { path: core, pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "doors-of-rooms",
      comment: "Inside the core, a room is entered by its index.ts only.",
      severity: "error",
      from: { path: `${core}([^/]+)/`, pathNot: "(\\.test|ForTests)\\.ts$" },
      to: { path: `${core}(${rooms.join("|")})/`, pathNot: [`${core}$1/`, `${core}[^/]+/index\\.ts$`] },
    },
    {
      name: "doors-of-packages",
      comment: "One package reaches another by its exports only.",
      severity: "error",
      from: { path: "^packages/(.+)/src/" },
      to: { path: "^packages/", pathNot: ["^packages/$1/", "/src/index\\.ts$", "/src/[^/]+/index\\.ts$"] },
    },
    {
      name: "adapters-know-the-core-only",
      severity: "error",
      from: {
        path: "^packages/(storage|channels|jobs|live)/[^/]+/src/",
        pathNot: "\\.test\\.ts$|/src/test(ing)?/",
      },
      to: { path: "^packages/(?!core/|storage/sql/)", pathNot: "^packages/$1/" },
    },
    {
      name: "nothing-imports-examples-bench-or-simulate",
      severity: "error",
      from: { pathNot: "^(examples|packages/(bench|simulate))/" },
      to: { path: "^(examples|packages/(bench|simulate))/" },
    },
    {
      name: "only-what-is-declared",
      severity: "error",
      from: { pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown", "undetermined"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/dist/|tsup\\.config\\.ts$" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
