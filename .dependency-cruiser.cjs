// The import law: which part may know which. Run by `npm run check`.
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const PACKAGES = "node_modules";

/** The slices in the order of server/src/slices.ts, the lowest first. */
function slicesInOrder() {
  const text = readFileSync(join(__dirname, "server/src/slices.ts"), "utf8");
  const folders = new Map(
    [...text.matchAll(/import \{ (\w+) \} from "\.\/([\w/-]+)\/index\.ts"/g)].map((m) => [m[1], m[2]]),
  );
  const list = text.slice(text.indexOf("readonly Slice[]"));
  return [...list.matchAll(/^ {2}(\w+),$/gm)]
    .map((m) => folders.get(m[1]))
    .filter((folder) => folder !== undefined);
}

const slices = slicesInOrder();
const TESTS = "\\.test\\.tsx?$|/test/";
const folders = readdirSync(join(__dirname, "server/src"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["kernel", "cli"].includes(entry.name))
  .map((entry) => entry.name);

const uphill = slices.flatMap((slice, place) => {
  const above = slices.slice(place + 1);
  if (above.length === 0) return [];
  return [
    {
      name: `${slice}-only-downhill`,
      comment: `${slice} stands below ${above.join(", ")} in server/src/slices.ts: talk to them by events or contributions.`,
      severity: "error",
      from: { path: `^server/src/${slice}/`, pathNot: TESTS },
      to: { path: `^server/src/(${above.join("|")})/` },
    },
  ];
});

module.exports = {
  forbidden: [
    {
      name: "rules-know-zod-only",
      severity: "error",
      from: { path: "^rules/src/", pathNot: TESTS },
      to: { pathNot: `^rules/src/|^${PACKAGES}/zod/` },
    },
    {
      name: "contract-knows-zod-and-rules-only",
      severity: "error",
      from: { path: "^contract/src/", pathNot: TESTS },
      to: { pathNot: `^contract/src/|^rules/src/|^${PACKAGES}/zod/` },
    },
    {
      name: "forecasting-is-pure",
      comment: "What server and browser work out alike knows the scenario's types and nothing else.",
      severity: "error",
      from: { path: "^contract/src/forecasting/", pathNot: TESTS },
      to: { pathNot: "^contract/src/(forecasting/|scenarios\\.ts)" },
    },
    {
      name: "web-never-knows-the-server",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^server/" },
    },
    {
      name: "server-never-knows-web-or-tests",
      severity: "error",
      from: { path: "^server/src/", pathNot: TESTS },
      to: { path: "^(web|e2e|bench|scripts|server/test)/" },
    },
    {
      name: "kernel-knows-no-slice",
      severity: "error",
      from: { path: "^server/src/kernel/", pathNot: TESTS },
      to: { path: "^server/src/(?!kernel/|config\\.ts)" },
    },
    {
      name: "slices-by-their-index",
      comment: "Another slice is used through its index.ts alone.",
      severity: "error",
      from: { path: `^server/src/(${folders.join("|") || "-"})/`, pathNot: TESTS },
      to: {
        path: `^server/src/(${folders.join("|") || "-"})/`,
        pathNot: "^server/src/$1/|^server/src/[^/]+/index\\.ts$",
      },
    },
    ...uphill,
    {
      name: "web-ui-knows-no-feature",
      severity: "error",
      from: { path: "^web/src/ui/", pathNot: TESTS },
      to: { path: "^web/src/(features|app)/" },
    },
    {
      name: "web-features-know-no-app",
      severity: "error",
      from: { path: "^web/src/features/", pathNot: TESTS },
      to: { path: "^web/src/app/" },
    },
    {
      name: "web-features-apart",
      comment: "Pages in app/ compose features; features never import features.",
      severity: "error",
      from: { path: "^web/src/features/([^/]+)/", pathNot: TESTS },
      to: { path: "^web/src/features/([^/]+)/", pathNot: "^web/src/features/$1/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    parser: "swc",
    detectJSDocImports: false,
    doNotFollow: { path: PACKAGES },
    exclude: { path: "/dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".jsx", ".mjs", ".css", ".json"],
    },
  },
};
