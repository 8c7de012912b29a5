import { sql } from "kysely";
import type { NodeSource } from "../engine/index.ts";

const group = "Signals";
/** Days for which a person who left counts as a loss to be made good. */
const departedWithinDays = 90;
/** Days of mail that count when nobody answers. */
const unansweredWithinDays = 60;

/** What the shipped definitions read and no other slice counts: people who left, mail without an answer, late milestones. */
export const signalNodes: NodeSource = async () => [
  {
    kind: "source",
    key: "signals",
    reads: [],
    columns: [
      count(
        "departed_sponsors",
        "departedSponsors",
        "Sponsors who left, 90 days",
        "Sponsors and decision makers deactivated, removed or no longer reached by mail in the last 90 days, where nobody else holds that role",
      ),
      count(
        "departed_champions",
        "departedChampions",
        "Champions who left, 90 days",
        "Champions deactivated, removed or no longer reached by mail in the last 90 days, where nobody else holds that role",
      ),
      words("departed_sponsor_names", "departedSponsorNames", "Sponsors who left, and how"),
      words("departed_champion_names", "departedChampionNames", "Champions who left, and how"),
      count(
        "unanswered_messages",
        "unansweredMessages",
        "Messages without an answer",
        "Sent in the last 60 days since the account last wrote",
      ),
      count(
        "overdue_milestones",
        "overdueMilestones",
        "Overdue milestones",
        "Milestones of active projects past their day",
      ),
    ],
    select: ({ ctx, scope }) => {
      const today = ctx.today.toString();
      return sql`
        with bounced as (
          select m.account_id, lower(r.address) as address, max(m.at) as at
            from messages m, jsonb_to_recordset(m.recipients) as r (address text, failure text)
           where m.account_id = ${scope} and m.direction = 'out' and m.status = 'bounced' and r.failure is not null
           group by m.account_id, lower(r.address)
        ),
        -- A person whose mail came back is gone, unless they have written since.
        unreachable as (
          select l.account_id, l.contact_id, (b.at at time zone ${ctx.timeZone})::date as since
            from account_contacts l join contacts c on c.id = l.contact_id
            join bounced b on b.account_id = l.account_id and b.address = lower(c.email)
           where l.account_id = ${scope}
             and not exists (select from messages i where i.account_id = l.account_id and i.contact_id = l.contact_id
                                and i.direction = 'in' and i.kind = 'message' and i.at > b.at)
        ),
        people as (
          select l.account_id, l.stakeholder_role as role, c.name,
                 coalesce(l.until, c.deactivated_on, (c.archived_at at time zone ${ctx.timeZone})::date, u.since) as left_on,
                 case when l.until is not null then 'removed from the account'
                      when c.deactivated_on is not null then 'deactivated'
                      when c.archived_at is not null then 'removed'
                      else 'mail comes back' end as how
            from account_contacts l join contacts c on c.id = l.contact_id
            left join unreachable u on u.account_id = l.account_id and u.contact_id = l.contact_id
           where l.account_id = ${scope} and l.stakeholder_role in ('champion', 'sponsor', 'decision-maker')
        ),
        -- Each role is lost by itself: a decision maker who stays does not speak for us as the sponsor did.
        roles as (
          select account_id, role, (count(*) filter (where is_recent))::integer as departed,
                 string_agg(coalesce(name, 'Somebody') || ' (' || how || ')', ', ' order by left_on desc, name)
                   filter (where is_recent) as names
            from (select *, left_on between ${today}::date - ${departedWithinDays}::integer and ${today}::date as is_recent
                    from people) p
           group by account_id, role
          having not bool_or(left_on is null or left_on > ${today}::date)
        ),
        losses as (
          select account_id, role = 'champion' as is_champion, sum(departed)::integer as departed, string_agg(names, ', ') as names
            from roles group by account_id, role = 'champion'
        ),
        written as (
          select m.account_id, count(*)::integer as count
            from messages m
           where m.account_id = ${scope} and m.direction = 'out' and m.status = 'sent'
             and m.at >= (${today}::date - ${unansweredWithinDays}::integer)::timestamp at time zone ${ctx.timeZone}
             and not exists (select from messages i
                              where i.account_id = m.account_id and i.direction = 'in' and i.kind = 'message' and i.at > m.at)
           group by m.account_id
        ),
        late as (
          select m.account_id, count(*)::integer as count
            from milestones m join projects p on p.account_id = m.account_id and p.id = m.project_id
           where m.account_id = ${scope} and m.completed_on is null and m.due_on < ${today}::date
             and p.status in ('not-started', 'active') and p.archived_at is null
           group by m.account_id
        )
        select a.id as account_id, s.departed as departed_sponsors, k.departed as departed_champions,
               s.names as departed_sponsor_names, k.names as departed_champion_names,
               w.count as unanswered_messages, l.count as overdue_milestones
          from accounts a
          left join losses s on s.account_id = a.id and not s.is_champion
          left join losses k on k.account_id = a.id and k.is_champion
          left join written w on w.account_id = a.id
          left join late l on l.account_id = a.id
         where a.id = ${scope}`;
    },
  },
];

/** The indicators that are open, for lists, segments and dashboards. */
export const openIndicatorNodes: NodeSource = async () => [
  {
    kind: "source",
    key: "open-indicators",
    reads: [],
    columns: [
      count("open_risk_indicators", "openRiskIndicators", "Open risk indicators", "Raised and not settled"),
      count(
        "open_opportunity_indicators",
        "openOpportunityIndicators",
        "Open opportunities",
        "Raised and not settled",
      ),
    ],
    select: ({ scope }) => sql`
      select account_id, (count(*) filter (where polarity = 'risk'))::integer as open_risk_indicators,
             (count(*) filter (where polarity = 'opportunity'))::integer as open_opportunity_indicators
        from indicators where account_id = ${scope} and status = 'open' and archived_at is null
       group by account_id`,
  },
];

function count(name: string, slug: string, label: string, description: string) {
  return { name, field: { slug, label, group, type: "integer" as const, description }, whenMissing: 0 };
}

function words(name: string, slug: string, label: string) {
  return { name, field: { slug, label, group, type: "text" as const } };
}
