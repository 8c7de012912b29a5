import type { Stakeholder } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { followMerges } from "../objects/index.ts";
import { type LinkChange, roleHistory } from "./stakeholder-roles.ts";

type Row = Omit<Stakeholder, "roleSince" | "pastRoles">;
type Change = LinkChange & { contactId: string };

/** The people of an account with the part each plays; with a context of the past, as it was then. */
export async function readStakeholders(app: App, ctx: Context, accountId: string): Promise<Stakeholder[]> {
  const today = ctx.today.toString();
  const { rows } = await sql<Row>`
    select l.contact_id as "contactId", c.name, c.email, c.title, l.since,
           case when l.until <= ${today}::date then l.until end as until,
           case when c.deactivated_on <= ${today}::date then c.deactivated_on end as "deactivatedOn",
           l.stakeholder_role as role, l.influence, l.sentiment, l.reports_to_id as "reportsToId",
           d.last_seen_on as "lastSeenOn"
      from account_contacts l join contacts c on c.id = l.contact_id
      left join contact_derived d on d.id = l.contact_id
     where l.account_id = ${accountId} and c.archived_at is null and l.since <= ${today}::date
     order by c.name, l.contact_id
  `.execute(app.db);
  const changes = Map.groupBy(await readChanges(app, ctx, accountId), (change) => change.contactId);
  const survivors = await followMerges(
    app.db,
    "contact",
    rows.flatMap((row) => row.reportsToId ?? []),
  );
  return rows.map((row) => {
    const own = changes.get(row.contactId) ?? [];
    const then = ctx.asOf ? { ...asItStood(own), lastSeenOn: null } : {};
    const shown: Row = { ...row, ...then };
    const history = roleHistory(own);
    return {
      ...shown,
      reportsToId: survivors.get(shown.reportsToId ?? "") ?? shown.reportsToId,
      ...history,
      roleSince: shown.role === null ? null : (history.roleSince ?? row.since),
    };
  });
}

async function readChanges(app: App, ctx: Context, accountId: string): Promise<Change[]> {
  const { rows } = await sql<Change>`
    select object_id as "contactId", field, "new" #>> '{}' as value,
           ((at at time zone ${ctx.timeZone})::date)::text as "on"
      from history
     where account_id = ${accountId} and object = 'contact' and at <= ${ctx.now.toString()}::timestamptz
       and field in ('stakeholderRole', 'influence', 'sentiment', 'reportsToId')
     order by at, id
  `.execute(app.db);
  return rows;
}

function asItStood(
  changes: readonly LinkChange[],
): Pick<Row, "role" | "influence" | "sentiment" | "reportsToId"> {
  const last = (field: string) => changes.filter((change) => change.field === field).at(-1)?.value ?? null;
  const role = last("stakeholderRole");
  return {
    role: role === "none" ? null : role,
    influence: last("influence") as Row["influence"],
    sentiment: last("sentiment") as Row["sentiment"],
    reportsToId: last("reportsToId"),
  };
}
