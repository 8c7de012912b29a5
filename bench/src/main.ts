import { parseArgs } from "node:util";
import { drainEngine } from "../../server/src/engine/index.ts";
import { systemContext } from "../../server/src/kernel/app.ts";
import { execute } from "../../server/src/kernel/command.ts";
import { createMetric } from "../../server/src/metrics/index.ts";
import { teammateCommands } from "../../server/src/people/index.ts";
import { activatePlaybook, createPlaybook } from "../../server/src/playbooks/index.ts";
import { createSegment } from "../../server/src/segments/index.ts";
import { createTrait } from "../../server/src/traits/index.ts";
import { benchBackcast } from "./backcast.bench.ts";
import { fillBehind } from "./behind.ts";
import { type BenchCompany, openBenchCompany } from "./bench-company.ts";
import { defineAll } from "./definitions.ts";
import { benchEdit } from "./edit.bench.ts";
import { fillCompany } from "./fill.ts";
import { benchForecast, fillRenewals } from "./forecast.bench.ts";
import { measureGrowth } from "./growth.ts";
import { benchIngest } from "./ingest.bench.ts";
import { benchLatency } from "./latency.bench.ts";
import { benchMarginal } from "./marginal.bench.ts";
import { type Figure, timed } from "./measure.ts";
import { benchMovements } from "./movements.bench.ts";
import { benchPage } from "./page.bench.ts";
import { benchPast } from "./past.bench.ts";
import { benchPlaybooks } from "./playbooks.bench.ts";
import { benchRecompute } from "./recompute.bench.ts";
import { benchSimulation } from "./simulation.bench.ts";
import { benchTrait } from "./trait.bench.ts";

// `npm run bench`: makes a company, measures, prints each figure beside its limit. See docs/bench.md.
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    accounts: { type: "string", default: "100000" },
    events: { type: "string", default: "3000000" },
    behind: { type: "string", default: "0" },
    growth: { type: "string" },
    ingest: { type: "string", default: "200000" },
    pages: { type: "string", default: "40" },
    edits: { type: "string", default: "60" },
    rate: { type: "string", default: "1000" },
    probes: { type: "string", default: "100" },
    traits: { type: "string", default: "40" },
    only: {
      type: "string",
      default:
        "ingest,recompute,marginal,page,past,edit,edit-anew,playbooks,simulation,latency,latency-anew,backcast,forecast,movements,trait",
    },
  },
});
const size = { accounts: Number(values.accounts), events: Number(values.events) };

const mostCastBack = 10_000;

/** What reads neither metrics nor segments nor scores. */
const needless: ReadonlySet<string> = new Set(["forecast", "movements", "simulation", "trait"]);

if (values.growth) {
  // Ten events an account, unless said.
  const { growth, accounts: _, ...given } = values;
  const told = process.argv.some((word) => word.startsWith("--events"));
  await measureGrowth(growth.split(","), (accounts) =>
    Object.entries({ ...given, events: told ? values.events : String(Number(accounts) * 10) }).flatMap(
      ([name, value]) => [`--${name}`, value],
    ),
  );
  process.exit();
}

const company = await openBenchCompany();
try {
  const filled = await timed(() => fillCompany(company.app, company.pool, size));
  console.log(
    `${size.accounts.toLocaleString("en")} accounts, ${size.events.toLocaleString("en")} events made in ${Math.round(filled.ms / 1000)} s`,
  );
  if (Number(values.behind) > 0) await putBehind(Number(values.behind));
  await measure(new Set(values.only.split(",")));
} finally {
  await company.close();
}

async function putBehind(events: number): Promise<void> {
  const { app, pool } = company;
  const filled = await timed(() => fillBehind(app, pool, { accounts: size.accounts, events }));
  console.log(`${events.toLocaleString("en")} events behind them made in ${Math.round(filled.ms / 1000)} s`);
}

async function measureForecast(): Promise<void> {
  await fillRenewals(company, size);
  for (const figure of await benchForecast(company, Number(values.pages))) show(figure);
}

/** The figures asked for, in an order in which none spoils the next. */
async function measure(only: ReadonlySet<string>): Promise<void> {
  if ([...only].some((name) => !needless.has(name))) await define();
  if (only.has("ingest")) show(await benchIngest(company, size, Number(values.ingest)));
  await company.pool.query("vacuum analyze");
  await drainEngine(company.app);
  if (only.has("recompute")) show(await benchRecompute(company, size));
  if (only.has("marginal")) for (const figure of await benchMarginal(company, size.accounts)) show(figure);
  await company.pool.query("vacuum analyze");
  if (only.has("page")) show(await benchPage(company, size, Number(values.pages)));
  if (only.has("past"))
    for (const figure of await benchPast(company, size, Number(values.pages) / 4)) show(figure);
  const edits = Number(values.edits);
  if (only.has("edit")) show(await benchEdit(company, size, { edits }));
  if (only.has("edit-anew")) show(await benchEdit(company, size, { edits, isRecomputing: true }));
  if (only.has("playbooks")) for (const figure of await benchPlaybooks(company, size)) show(figure);
  if (only.has("simulation")) show(await benchSimulation());
  if (only.has("latency") || only.has("latency-anew")) await measureLatency(only);
  if (only.has("backcast")) await measureBackcast();
  if (only.has("forecast")) await measureForecast();
  if (only.has("trait")) show(await benchTrait(company, size, Number(values.traits)));
  if (only.has("movements")) show(await benchMovements(company, size));
}

/** A back-cast takes every account of the company: of many more it tells nothing new, for an hour. */
async function measureBackcast(): Promise<void> {
  if (size.accounts <= mostCastBack) show(await benchBackcast(company, size));
  else console.log(`back-cast: not of so many; run --accounts ${mostCastBack} --only backcast\n`);
}

async function define(): Promise<void> {
  const defined = await timed(() => defineAll(company.app));
  console.log(`definitions made and back-filled in ${Math.round(defined.ms / 1000)} s\n`);
}

async function measureLatency(only: ReadonlySet<string>): Promise<void> {
  await drainEngine(company.app);
  await defineProbe(company);
  const load = { rate: Number(values.rate), probes: Math.min(Number(values.probes), size.accounts) };
  for (const isRecomputing of [false, true]) {
    if (!only.has(isRecomputing ? "latency-anew" : "latency")) continue;
    for (const figure of await benchLatency(company, size, { ...load, isRecomputing })) show(figure);
  }
}

/**
 * What the probes' event leads to: a metric, a segment, a playbook that it begins, whose first step sets a trait, and an indicator that
 * somebody is told of.
 */
async function defineProbe({ app, address }: BenchCompany): Promise<void> {
  const ctx = await systemContext(app, "bench");
  await execute(app, ctx, createTrait, {
    object: "account",
    slug: "bench_probed",
    name: "Probed",
    type: "text",
  });
  await execute(app, ctx, createMetric, {
    slug: "bench_probe",
    name: "Probes",
    source: { kind: "events", names: ["Probe"] },
  });
  await execute(app, ctx, createSegment, {
    slug: "bench_probe",
    name: "Probed",
    rule: { subject: "metric:bench_probe", op: "at-least", value: 1 },
  });
  const { id } = await execute(app, ctx, createPlaybook, {
    name: "Probed",
    definition: {
      trigger: { kind: "segment-entered", segment: "bench_probe" },
      first: "set",
      steps: [
        {
          id: "set",
          kind: "set-trait",
          settings: { trait: "bench_probed", value: { kind: "fixed", value: "yes" } },
          next: { next: "wait" },
        },
        { id: "wait", kind: "wait", settings: { until: { kind: "date", date: "2030-01-01" } }, next: {} },
      ],
    },
  });
  await execute(app, ctx, activatePlaybook, { id });
  const owner = await execute(app, ctx, teammateCommands.create, { body: { name: "Bench" } });
  const indicator = {
    slug: "bench_probe",
    name: "Probed",
    polarity: "risk",
    message: "{{ account.name }} was probed",
    threshold: { subject: "metric:bench_probe", op: "at-least", value: 1 },
    owner: { kind: "teammate", id: owner.id },
  };
  const defined = await fetch(`${address}/api/v1/indicator-definitions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-perennial-csrf": "1" },
    body: JSON.stringify(indicator),
  });
  if (defined.status !== 201) throw new Error(`the indicator answered ${await defined.text()}`);
  await drainEngine(app, 2);
}

function show(figure: Figure): void {
  console.log(figure.work);
  console.log(`  measured   ${figure.measured}`);
  console.log(`  limit      ${figure.limit}`);
  console.log(`  ratio      ${figure.ratio}   (must reach ${figure.mustReach})\n`);
}
