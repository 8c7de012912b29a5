import {
  accountTimeline,
  contactTimeline,
  organizationTimeline,
  type TimelineItem,
  type TimelineKind,
  timelineKinds,
} from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { accountType } from "../accounts/index.ts";
import type { App } from "../kernel/app.ts";
import { assertPermitted } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { contributions } from "../kernel/slice.ts";
import {
  catalogOf,
  contextAsOf,
  isPast,
  ownFields,
  readingContext,
  recordsThen,
  tablesAsOf,
  withQueries,
} from "../objects/index.ts";
import { patternOf, type TimelinePosition, type TimelineRequest } from "./timeline-source.ts";

type Page = { items: TimelineItem[]; nextCursor: string | null };
type Whose = Pick<TimelineRequest, "accountIds" | "contactId">;

/** An account's timeline, newest first, by keyset. */
export const readTimeline = query({
  name: "timeline.read",
  permission: "timeline.read",
  input: accountTimeline.query.extend({ id: z.uuid() }),
  async run({ app, db, ctx, input }): Promise<Page> {
    await assertThere(db, "accounts", "account", input.id);
    return readPage(app, ctx, input, { accountIds: [input.id], contactId: null });
  },
});

/** What happened with the accounts of an organization. */
export const readOrganizationTimeline = query({
  name: "timeline.read-organization",
  permission: "timeline.read",
  input: organizationTimeline.query.extend({ id: z.uuid() }),
  async run({ app, db, ctx, input }): Promise<Page> {
    await assertThere(db, "organizations", "organization", input.id);
    const then = readingContext(ctx, accountType, input.asOf);
    const slugs = ["organizationId"];
    const { record } = await tablesAsOf(app, then, await catalogOf(app), accountType, { slugs });
    const { rows } = await sql<{ id: string }>`
      select id from ${record} r where organization_id = ${input.id}::uuid
    `.execute(db);
    return readPage(app, ctx, input, { accountIds: rows.map((row) => row.id), contactId: null });
  },
});

/** What a contact had part in, at any of its accounts. */
export const readContactTimeline = query({
  name: "timeline.read-contact",
  permission: "timeline.read",
  input: contactTimeline.query.extend({ id: z.uuid() }),
  async run({ app, db, ctx, input }): Promise<Page> {
    assertPermitted(ctx, "contacts.read");
    await assertThere(db, "contacts", "contact", input.id);
    const rows = await db
      .selectFrom("account_contacts")
      .select("account_id")
      .where("contact_id", "=", input.id)
      .execute();
    return readPage(app, ctx, input, { accountIds: rows.map((row) => row.account_id), contactId: input.id });
  },
});

async function assertThere(
  db: Db,
  table: "accounts" | "contacts" | "organizations",
  word: string,
  id: string,
): Promise<void> {
  const row = await db.selectFrom(table).select("id").where("id", "=", id).executeTakeFirst();
  if (!row) throw problem("not-found", `There is no ${word} with the id ${id}.`);
}

/**
 * One page. Each source gives its newest items after the place; the page is the newest of all of them, so that no
 * source is read further than one page.
 */
async function readPage(
  app: App,
  asker: Context,
  input: z.output<typeof accountTimeline.query>,
  whose: Whose,
): Promise<Page> {
  const kinds = parseKinds(input.kinds);
  const ctx = contextAsOf(asker, input.asOf);
  const request: TimelineRequest = {
    ...whose,
    kinds,
    after: parseCursor(input.cursor) ?? latestOf(ctx),
    limit: input.limit + 1,
    pattern: patternOf(input.text),
    before: await recordsBefore(app, ctx, whose.accountIds),
  };
  const asked = contributions(app, "timelineSources").filter((source) =>
    source.kinds.some((kind) => kinds.includes(kind)),
  );
  const found = (await Promise.all(asked.map((source) => source.read(app.db, request)))).flat();
  const items = found.toSorted(newestFirst).slice(0, input.limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > input.limit && last ? writeCursor(last) : null };
}

/** The place before all that had happened by the day asked of. */
function latestOf(ctx: Context): TimelinePosition | null {
  return isPast(ctx) ? { at: ctx.asOf.toString(), id: "\uffff" } : null;
}

/** Records that stand on the timeline themselves, as they were. */
async function recordsBefore(app: App, ctx: Context, within: readonly string[]) {
  if (!isPast(ctx)) return sql``;
  const catalog = await catalogOf(app);
  const types = ["ticket", "note", "task", "meeting", "survey_response"].flatMap(
    (slug) => catalog.types.get(slug) ?? [],
  );
  return withQueries(
    types.map((type) => {
      const then = recordsThen(ctx, type, ownFields(catalog, type), "each", { within });
      return sql`${sql.id(type.table)} as (${then})`;
    }),
  );
}

function newestFirst(a: TimelineItem, b: TimelineItem): number {
  return Temporal.Instant.compare(b.at, a.at) || (a.id < b.id ? 1 : -1);
}

function parseKinds(text: string | undefined): TimelineKind[] {
  if (text === undefined || text === "") return [...timelineKinds];
  return text.split(",").map((word) => {
    const kind = timelineKinds.find((one) => one === word.trim());
    if (kind) return kind;
    throw problem(
      "invalid-input",
      `There is no kind “${word}” on timelines. Known are: ${timelineKinds.join(", ")}.`,
      {
        fields: [{ path: "kinds", message: `“${word}” is not a kind` }],
      },
    );
  });
}

function writeCursor({ at, id }: TimelinePosition): string {
  return Buffer.from(`${at} ${id}`).toString("base64url");
}

function parseCursor(cursor: string | undefined): TimelinePosition | null {
  if (cursor === undefined) return null;
  const [at = "", id = ""] = Buffer.from(cursor, "base64url").toString().split(" ");
  try {
    if (id !== "") return { at: Temporal.Instant.from(at).toString(), id };
  } catch {
    // Falls through to the refusal.
  }
  throw problem("invalid-input", "This cursor was not given by us. Leave it out to read from the start.", {
    fields: [{ path: "cursor", message: "not a cursor of a timeline" }],
  });
}
