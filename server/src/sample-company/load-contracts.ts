import { amendSubscription, contractCommands, subscriptionCommands } from "../contracts/index.ts";
import { execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { bulkUpdateRenewals, generateAll, generateRenewals, recordOutcome } from "../renewals/index.ts";
import { type Loading, sampleSource } from "./loading.ts";
import { forecastsOf, type SampleForecast } from "./world/forecasts.ts";
import { randomOf } from "./world/random.ts";
import type { SampleAccount, SampleTerm } from "./world/world.ts";

/** Accounts whose lives are written at the same time. */
const lanes = 6;

/**
 * Lives every account's contracts as they went: signed, expanded, renewed or lost, each at its own time through the
 * usual commands; then works the open renewals as a team would have.
 */
export async function loadContracts(loading: Loading, accounts: ReadonlyMap<string, string>): Promise<void> {
  const waiting = [...loading.world.accounts];
  const lane = async () => {
    for (let account = waiting.shift(); account; account = waiting.shift()) {
      const id = accounts.get(account.key);
      if (id) await liveContracts(loading, account, id);
      await loading.count(1, "accounts with contracts");
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await workOpenRenewals(loading);
}

type Step = { on: Temporal.PlainDate; take: () => Promise<void> };

async function liveContracts(loading: Loading, account: SampleAccount, accountId: string): Promise<void> {
  let isSigned = false;
  for (const [index, term] of account.terms.entries()) {
    if (!isSigned) await sign(loading, accountId, account, term);
    isSigned = true;
    // As it went: what was forecast before seats were added was forecast of fewer.
    const { expansion } = term;
    const steps = forecastsOf(account, term, loading.world.today).map(
      (forecast): Step => ({ on: forecast.on, take: () => foretell(loading, accountId, term, forecast) }),
    );
    if (expansion) steps.push({ on: expansion.on, take: () => expand(loading, accountId, expansion) });
    for (const { take } of steps.sort((a, b) => Temporal.PlainDate.compare(a.on, b.on))) await take();
    if (!term.outcome) continue;
    await close(loading, accountId, term, account.terms[index + 1]);
    if (term.outcome.kind === "churned") isSigned = false;
  }
}

async function sign(
  loading: Loading,
  accountId: string,
  account: SampleAccount,
  term: SampleTerm,
): Promise<void> {
  const { app } = loading;
  const ctx = await loading.contextOn(term.startsOn);
  const dates = { startsOn: term.startsOn.toString(), endsOn: term.endsOn.toString() };
  await execute(app, ctx, contractCommands.create, {
    body: {
      externalId: term.key,
      source: sampleSource,
      account: accountId,
      name: `${account.plan} agreement`,
      signedOn: term.startsOn.subtract({ days: 9 }).toString(),
      ...dates,
      noticePeriodDays: term.noticePeriodDays,
      autoRenews: term.autoRenews,
      renewalTermMonths: term.startsOn.until(term.endsOn.add({ days: 1 }), { largestUnit: "months" }).months,
      currency: "USD",
    },
  });
  const line = {
    account: accountId,
    contract: { externalId: term.key },
    source: sampleSource,
    currency: "USD",
    ...dates,
  };
  await execute(app, ctx, subscriptionCommands.create, {
    body: {
      ...line,
      externalId: `${term.key}-seats`,
      product: "Platform",
      plan: account.plan,
      quantity: term.seats,
      unitPrice: term.seatPrice,
      billingInterval: "year",
    },
  });
  if (term.addOnArr) {
    await execute(app, ctx, subscriptionCommands.create, {
      body: {
        ...line,
        externalId: `${term.key}-add-on`,
        product: "Insights",
        plan: "Add-on",
        arr: term.addOnArr,
      },
    });
  }
}

/** Seats bought within a term: an amendment of the line that runs on the day. */
async function expand(
  loading: Loading,
  accountId: string,
  expansion: NonNullable<SampleTerm["expansion"]>,
): Promise<void> {
  const { app } = loading;
  const on = expansion.on.toString();
  const line = await app.db
    .selectFrom("subscriptions")
    .select(["id", "quantity"])
    .where("account_id", "=", accountId)
    .where("product", "=", "Platform")
    .where("starts_on", "<=", on)
    .where((where) => where.or([where("ends_before", "is", null), where("ends_before", ">", on)]))
    .where("archived_at", "is", null)
    .executeTakeFirst();
  if (!line) return;
  await execute(app, await loading.contextOn(expansion.on), amendSubscription, {
    id: line.id,
    effectiveOn: on,
    quantity: Number(line.quantity) + expansion.seats,
    reason: "More seats",
  });
}

/** What the account's owner wrote down of its renewal, on the day they did. */
async function foretell(
  loading: Loading,
  accountId: string,
  term: SampleTerm,
  { on, rating, stage, share }: SampleForecast,
): Promise<void> {
  const { app } = loading;
  const ctx = await loading.contextOn(on);
  const renewal = await renewalOf(loading, ctx, accountId, term);
  if (!renewal) return;
  const cents = (BigInt(Math.round(Number(renewal.target_arr))) * BigInt(share)) / 100n;
  const fields = {
    rating,
    stage,
    forecastArr: `${cents}.00`,
    ...(stage === "notice_sent" ? { noticeSentOn: on.toString() } : {}),
  };
  await execute(app, ctx, bulkUpdateRenewals, { items: [{ id: renewal.id, fields }] });
}

/** The renewal of a term, made on that day where it was not there. */
async function renewalOf({ app }: Loading, ctx: Context, accountId: string, term: SampleTerm) {
  const find = () =>
    app.db
      .selectFrom("renewals")
      .select(["id", "target_arr"])
      .where("account_id", "=", accountId)
      .where("due_on", "=", term.endsOn.toString())
      .where("archived_at", "is", null)
      .executeTakeFirst();
  const found = await find();
  if (found) return found;
  await execute(app, ctx, generateRenewals, { accountIds: [accountId] });
  return find();
}

async function close(
  loading: Loading,
  accountId: string,
  term: SampleTerm,
  next: SampleTerm | undefined,
): Promise<void> {
  const { app } = loading;
  const { outcome } = term;
  if (!outcome) return;
  const ctx = await loading.contextOn(outcome.on);
  const renewal = await renewalOf(loading, ctx, accountId, term);
  if (!renewal) throw new Error(`sample renewal of ${term.key} is missing`);
  const orderedOn = outcome.on.toString();
  await execute(
    app,
    ctx,
    recordOutcome,
    outcome.kind === "churned"
      ? {
          id: renewal.id,
          outcome: "churned",
          orderedOn,
          lossReason: outcome.lossReason ?? "",
          rootCause: outcome.rootCause ?? "",
        }
      : { id: renewal.id, outcome: "renewed", orderedOn, ...(next ? { arr: arrOf(next) } : {}) },
  );
}

function arrOf(term: SampleTerm): string {
  const cents = BigInt(Math.round(Number(term.seatPrice) * 100)) * BigInt(term.seats);
  const addOn = BigInt(term.addOnArr ?? 0) * 100n;
  const total = cents + addOn;
  return `${total / 100n}.${String(total % 100n).padStart(2, "0")}`;
}

const nextSteps = [
  "Value review with sponsor",
  "Send renewal proposal",
  "Confirm seat count",
  "Meet new decision maker",
  "Paper with legal",
  "Reconfirm priority stack",
] as const;

/** What the team has written down about the renewals that are open today; some miss a forecast, as in life. */
async function workOpenRenewals(loading: Loading): Promise<void> {
  const { app, world } = loading;
  const ctx = await loading.contextOn(world.today);
  await generateAll(app, ctx);
  const open = await app.db
    .selectFrom("renewals")
    .innerJoin("external_ids", (join) =>
      join
        .onRef("external_ids.object_id", "=", "renewals.account_id")
        .on("external_ids.source", "=", sampleSource),
    )
    .select(["renewals.id", "renewals.target_arr", "renewals.due_on", "external_ids.external_id"])
    .where("renewals.outcome", "is", null)
    .where("renewals.archived_at", "is", null)
    .orderBy("renewals.due_on")
    .execute();
  const moods = new Map(world.accounts.map((account) => [account.key, account.mood.at(-1) ?? 0]));
  const items = open.flatMap((renewal) => {
    const random = randomOf(`open renewal ${renewal.external_id}`);
    if (random.isTrue(0.12)) return [];
    const mood = moods.get(renewal.external_id) ?? 0;
    const days = world.today.until(Temporal.PlainDate.from(renewal.due_on)).days;
    const rating =
      mood < -1.1
        ? "churn_expected"
        : mood < -0.3
          ? "at_risk"
          : days < 60 && mood > 0.4
            ? "commit"
            : "likely";
    const share = {
      churn_expected: 0,
      at_risk: random.pick([60, 75, 85]),
      likely: 100,
      commit: random.pick([100, 104, 112]),
    }[rating];
    const stage =
      days > 120
        ? "upcoming"
        : days > 75
          ? "planning"
          : days > 40
            ? "in_conversation"
            : rating === "commit"
              ? "verbal_commit"
              : "negotiation";
    const forecast = ((BigInt(Math.round(Number(renewal.target_arr))) * BigInt(share)) / 100n) * 100n;
    return [
      {
        id: renewal.id,
        fields: {
          rating,
          stage,
          forecastArr: `${forecast / 100n}.${String(forecast % 100n).padStart(2, "0")}`,
          nextStep: random.pick(nextSteps),
          nextStepOn: world.today.add({ days: random.whole(1, 21) }).toString(),
          ...(rating === "at_risk"
            ? { forecastNotes: "Usage fell after the sponsor changed; core team stays." }
            : {}),
        },
      },
    ];
  });
  for (let from = 0; from < items.length; from += 500) {
    await execute(app, ctx, bulkUpdateRenewals, { items: items.slice(from, from + 500) });
  }
}
