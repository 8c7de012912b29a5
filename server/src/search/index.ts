import { searchRecords as endpoint, type SearchHit } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { isPermitted } from "../kernel/context.ts";
import { route } from "../kernel/http/route.ts";
import { ask, query } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { catalogOf, type ObjectType } from "../objects/index.ts";

type Place = {
  object: string;
  permission: string;
  isCustom?: boolean;
  select(text: string, limit: number): RawBuilder<Omit<SearchHit, "isCustom"> & { rank: number }>;
};

/** Where names are looked for. Parts of names come first, then names that are nearly what was typed. */
const builtIn: readonly Place[] = [
  {
    object: "account",
    permission: "accounts.read",
    select: (text, limit) => sql`
      select 'account' as object, r.id, r.name as title, r.plan as subtitle, ${rank(sql`r.name`, text)} as rank
        from accounts r where r.archived_at is null and ${isNear(sql`r.name`, text)} order by rank desc limit ${limit}`,
  },
  {
    object: "contact",
    permission: "contacts.read",
    select: (text, limit) => sql`
      select 'contact' as object, r.id, coalesce(r.name, r.email) as title, r.email as subtitle,
             greatest(${rank(sql`r.name`, text)}, ${rank(sql`r.email`, text)}) as rank
        from contacts r
       where r.archived_at is null and (${isNear(sql`r.name`, text)} or ${isNear(sql`r.email`, text)})
       order by rank desc limit ${limit}`,
  },
  {
    object: "organization",
    permission: "organizations.read",
    select: (text, limit) => sql`
      select 'organization' as object, r.id, r.name as title, null::text as subtitle, ${rank(sql`r.name`, text)} as rank
        from organizations r where r.archived_at is null and ${isNear(sql`r.name`, text)} order by rank desc limit ${limit}`,
  },
];

/** Records of the company's own kinds, each below the name of what it belongs to. */
async function customPlaces(app: App): Promise<Place[]> {
  const types = [...(await catalogOf(app)).types.values()].filter(({ area }) => area === "custom-objects");
  return types.map((type) => ({
    object: type.slug,
    permission: "custom-objects.read",
    isCustom: true,
    select: (text, limit) => sql`
      select ${type.slug} as object, r.id, r.name as title, ${ownerName(type)} as subtitle, ${rank(sql`r.name`, text)} as rank
        from ${sql.table(type.table)} r
       where r.archived_at is null and ${isNear(sql`r.name`, text)} order by rank desc limit ${limit}`,
  }));
}

/** What a record belongs to, by name; nothing of one that may belong to several. */
function ownerName({ placement, builtIns }: ObjectType): RawBuilder<unknown> {
  if (placement === "below-account") return sql`(select o.name from accounts o where o.id = r.account_id)`;
  const link = builtIns.find(({ type }) => type === "contact" || type === "organization");
  if (!link) return sql`null::text`;
  return sql`(select o.name from ${sql.table(`${link.type}s`)} o where o.id = ${sql.ref(`r.${link.column.name}`)})`;
}

function isNear(column: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  return sql`(lower(${column}) like ${`%${escapeLike(text)}%`} or lower(${column}) % ${text})`;
}

/** A name that begins so comes before one that holds it, and that before one that is only alike. */
function rank(column: RawBuilder<unknown>, text: string): RawBuilder<number> {
  return sql`coalesce(similarity(lower(${column}), ${text}), 0)
    + case when lower(${column}) like ${`${escapeLike(text)}%`} then 2
           when lower(${column}) like ${`%${escapeLike(text)}%`} then 1 else 0 end`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}

/** Finds records by name, only of the kinds that the asker may read. */
const searchRecords = query({
  name: "search",
  permission: "search.read",
  input: endpoint.query,
  async run({ app, db, ctx, input }) {
    const text = input.q.toLowerCase();
    const places = [...builtIn, ...(await customPlaces(app))];
    const readable = places.filter((place) => isPermitted(ctx.actor, place.permission));
    const found: (SearchHit & { rank: number })[] = [];
    for (const place of readable) {
      const { rows } = await place.select(text, input.limit).execute(db);
      found.push(...rows.map((row) => ({ ...row, isCustom: place.isCustom ?? false })));
    }
    const items = found
      .sort((a, b) => b.rank - a.rank)
      .slice(0, input.limit)
      .map(({ rank: _, ...hit }) => hit);
    return { items };
  },
});

export const searchSlice: Slice = {
  name: "search",
  routes: [route(endpoint, async ({ app, ctx, query: asked }) => ask(app, ctx, searchRecords, asked))],
};
