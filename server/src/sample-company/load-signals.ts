import { sql } from "kysely";
import { drainEngine } from "../engine/index.ts";
import { addressIndicator, forgetIndicators } from "../indicators/index.ts";
import { execute } from "../kernel/command.ts";
import { Problem } from "../kernel/errors.ts";
import { createAsk, leaveRisk, reviewRisk, riskCommands, setRiskTier } from "../risks/index.ts";
import { type Loading, sampleSource } from "./loading.ts";

type Told = {
  summary: string;
  rootCause: string;
  /** Days ago that it was raised. */
  ago: number;
  tier: "1" | "2" | "3";
  nextStep: string;
  ask?: { department: string; request: string; dueIn: number; effortHours: number };
  ended?: { status: "saved" | "lost"; note: string; ago: number };
};

/** The red accounts of the sample company, the worst first; each is told of one of its accounts with open risk indicators. */
const told: readonly Told[] = [
  {
    summary: "Usage halved since the reorganisation",
    rootCause: "low_usage",
    ago: 21,
    tier: "3",
    nextStep: "Executive call with the new head of operations",
    ask: { department: "Executive", request: "Call the new head of operations", dueIn: 3, effortHours: 2 },
  },
  {
    summary: "Sponsor left, successor is evaluating",
    rootCause: "sponsor_lost",
    ago: 9,
    tier: "2",
    nextStep: "Meet the successor and agree on goals",
  },
  {
    summary: "Exports time out for their largest team",
    rootCause: "performance",
    ago: 30,
    tier: "3",
    nextStep: "Test the fix with their administrator",
    ask: {
      department: "Product",
      request: "Make exports of more than 100,000 rows work",
      dueIn: -4,
      effortHours: 40,
    },
  },
  {
    summary: "Budget cut announced",
    rootCause: "price",
    ago: 4,
    tier: "2",
    nextStep: "Offer a two-year term",
  },
  {
    summary: "Tickets drag on for weeks",
    rootCause: "support_experience",
    ago: 16,
    tier: "1",
    nextStep: "Go through the open tickets with Support",
  },
  {
    summary: "Onboarding stalled at data import",
    rootCause: "onboarding_stalled",
    ago: 12,
    tier: "1",
    nextStep: "Plan the import together",
  },
  {
    summary: "Wanted to leave for a cheaper tool",
    rootCause: "competitor",
    ago: 140,
    tier: "2",
    nextStep: "Done",
    ended: { status: "saved", note: "Showed the value of last year; they renewed for two years.", ago: 95 },
  },
  {
    summary: "Integration broke after their upgrade",
    rootCause: "integration",
    ago: 80,
    tier: "3",
    nextStep: "Done",
    ended: { status: "saved", note: "Product shipped the connector for the new version.", ago: 41 },
  },
  {
    summary: "Merged with a customer of a competitor",
    rootCause: "merger",
    ago: 160,
    tier: "2",
    nextStep: "Done",
    ended: { status: "lost", note: "The merged company moved everything to its own tool.", ago: 70 },
  },
];

/** At the account that was saved first: the cause it was saved from is there again. */
const comesBack: Told = {
  summary: "The cheaper tool is back in the talks",
  rootCause: "competitor",
  ago: 6,
  tier: "2",
  nextStep: "Compare the total cost with their finance team",
};

/** Risks as they were raised, helped with and left over the last months, and some indicators that were addressed. */
export async function loadSignals(loading: Loading): Promise<void> {
  await raiseAnew(loading);
  const accounts = await worstAccounts(loading, told.length);
  for (const [at, each] of told.entries()) {
    const account = accounts[at];
    if (account) await loadRisk(loading, account, each);
  }
  const saved = accounts[told.findIndex((each) => each.ended?.status === "saved")];
  if (saved) await loadRisk(loading, { ...saved, indicatorId: null }, comesBack);
  await addressSome(loading);
}

/** Months of usage came in within a minute: what was raised and told meanwhile never was so. */
async function raiseAnew({ app, world, contextOn }: Loading): Promise<void> {
  const ctx = await contextOn(world.today);
  await app.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select object_id as id from external_ids where object = 'account' and source = ${sampleSource}
    `.execute(tx);
    await forgetIndicators(
      tx,
      ctx,
      rows.map((row) => row.id),
    );
    await sql`
      delete from notifications where teammate_id in (
        select object_id from external_ids where object = 'teammate' and source = ${sampleSource})
    `.execute(tx);
  });
  await drainEngine(app);
}

type Account = { id: string; indicatorId: string | null };

async function loadRisk(
  loading: Loading,
  account: Account,
  { summary, rootCause, ago, tier, nextStep, ask, ended }: Told,
): Promise<void> {
  const { app, world } = loading;
  const on = (days: number) => loading.contextOn(world.today.subtract({ days }));
  const raised = await on(ago);
  const indicatorId = ended ? undefined : (account.indicatorId ?? undefined);
  const body = { summary, rootCause, nextStep, indicatorId };
  const { id } = await execute(app, raised, riskCommands.create, { accountId: account.id, body });
  const later = await on(Math.max(0, ago - 2));
  if (tier !== "1") {
    await execute(app, later, setRiskTier, { id, tier, reason: "More hands are needed than the CSM's own." });
  }
  if (ask) {
    const { dueIn, ...what } = ask;
    await execute(app, later, createAsk, {
      ...what,
      riskId: id,
      dueOn: world.today.add({ days: dueIn }).toString(),
    });
  }
  if (ended)
    await execute(app, await on(ended.ago), leaveRisk, { id, status: ended.status, note: ended.note });
  // The oldest of those under way is left as it was: its review is overdue.
  else if (ago < 30) {
    const note = `${summary}. ${nextStep}.`;
    const fields = { "root-cause": summary, plan: nextStep };
    await execute(app, await on(1), reviewRisk, { id, note, fields });
  }
  await loading.count(1, "risks");
}

/** Accounts with open risk indicators, those with the most ARR first. */
async function worstAccounts({ app }: Loading, count: number): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select distinct on (d.arr, i.account_id) i.account_id as id, i.id as "indicatorId"
      from indicators i join account_derived d on d.account_id = i.account_id
     where i.status = 'open' and i.polarity = 'risk'
     order by d.arr desc, i.account_id, i.severity limit ${count}
  `.execute(app.db);
  return rows;
}

const answers = [
  "Called the administrator: they were on holiday, usage returns next week.",
  "Sent the guide for new users and booked a training.",
  "Agreed on a plan with the sponsor.",
];

/** Every twelfth open indicator was addressed already. */
async function addressSome({ app, world, contextOn, count }: Loading): Promise<void> {
  const { rows } = await sql<{
    id: string;
  }>`select id from indicators where status = 'open' order by account_id, id`.execute(app.db);
  const ctx = await contextOn(world.today);
  for (const [at, { id }] of rows.entries()) {
    if (at % 12 !== 0) continue;
    const whatWasDone = answers[(at / 12) % answers.length] ?? "Called them.";
    try {
      await execute(app, ctx, addressIndicator, { id, whatWasDone });
      await count(1, "addressed indicators");
    } catch (error) {
      // The live engine works beside the loading: it may have cleared the indicator meanwhile.
      if (!(error instanceof Problem && error.code === "conflict")) throw error;
    }
  }
}
