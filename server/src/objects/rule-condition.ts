import { type CompileOptions, checkRule, compileRule, type Env, type Rule } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { contributions } from "../kernel/slice.ts";
import { ruleCatalogOf } from "./rule-catalog.ts";

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    /** The ids of a teammate's team, for `is-in-my-team`. */
    teamsOfTeammates: readonly ((db: Db | Tx, teammateId: string) => Promise<readonly string[]>)[];
  }
}

/**
 * Checks a rule against what may be asked of an object now.
 * @throws Problem `invalid-input` with the path of everything that is wrong
 */
export async function parseRuleFor(app: App, db: Db | Tx, object: string, json: unknown): Promise<Rule> {
  const checked = checkRule(json, await ruleCatalogOf(app, db), object);
  if ("rule" in checked) return checked.rule;
  const fields = checked.problems.map(({ path, message }) => ({
    path: path === "" ? "rule" : path,
    message,
  }));
  throw problem("invalid-input", fields.map((field) => `${field.path}: ${field.message}`).join(" "), {
    fields,
  });
}

/** What rules are judged against, from the context. */
export async function ruleEnv(app: App, ctx: Context): Promise<Env> {
  const { fiscalYearStartMonth } = await app.company();
  return {
    now: ctx.now,
    today: ctx.today,
    timeZone: ctx.timeZone,
    fiscalYearStartsInMonth: fiscalYearStartMonth,
    ...(ctx.actor.kind === "teammate" ? { me: ctx.actor.id, myTeam: await teamOf(app, ctx.actor.id) } : {}),
  };
}

async function teamOf(app: App, teammateId: string): Promise<string[]> {
  const teams = await Promise.all(
    contributions(app, "teamsOfTeammates").map((read) => read(app.db, teammateId)),
  );
  return [...new Set([teammateId, ...teams.flat()])];
}

/**
 * A rule as a boolean SQL expression (true, false or null for unknown) over the object's table as `r`, and its table
 * of derived values, where it has one, as `r_d`: the statement around must join it.
 * @param over `all` when the statement judges every record, so that events are counted once for everybody
 */
export function ruleExpression(
  rule: Rule,
  env: Env,
  over: NonNullable<CompileOptions["over"]> = "few",
): RawBuilder<boolean | null> {
  const params: unknown[] = [];
  const compiled = compileRule(rule, { alias: "r", env, params, over });
  return boundText(compiled.sql, params);
}

/** A rule given as JSON text: a list's `filter`. */
export async function filterOf(app: App, object: string, filter: string): Promise<Rule> {
  let json: unknown;
  try {
    json = JSON.parse(filter);
  } catch {
    throw problem("invalid-input", "The filter is not valid JSON.", {
      fields: [{ path: "filter", message: "a rule as JSON, URL-encoded" }],
    });
  }
  return parseRuleFor(app, app.db, object, json);
}

/** A filter as a condition of a list. */
export async function filterCondition(
  app: App,
  ctx: Context,
  filter: Rule,
): Promise<RawBuilder<boolean | null>> {
  return ruleExpression(filter, await ruleEnv(app, ctx));
}

/** Text with `$n` placeholders and its values as a fragment that can stand in any statement. */
export function boundText<T = unknown>(text: string, params: readonly unknown[]): RawBuilder<T> {
  const parts = text.split(/\$(\d+)/);
  const fragments = parts.map((part, index) =>
    index % 2 === 0 ? sql.raw(part) : sql`${params[Number(part) - 1]}`,
  );
  return sql.join<T>(fragments, sql``) as RawBuilder<T>;
}
