import type { TimelineItem, TimelineKind } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../kernel/db.ts";

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    /** What slices show on an account's timeline. */
    timelineSources: readonly TimelineSource[];
  }
}

/** A place on the timeline: items are ordered by instant, then by id as text. */
export type TimelinePosition = { at: string; id: string };

export type TimelineRequest = {
  accountIds: readonly string[];
  /** Only what this contact had part in. */
  contactId: string | null;
  kinds: readonly TimelineKind[];
  /** Only what comes after this place, going back in time. */
  after: TimelinePosition | null;
  limit: number;
  /** What each statement has to begin with: of an earlier day, records as they were stand in place of their tables. */
  before: RawBuilder<unknown>;
  /** Only what contains this text, as a pattern for `ilike`. */
  pattern: string | null;
};

/** Gives the newest items of its kinds after a place, newest first. Ids carry a prefix of their own: `note:…`. */
export type TimelineSource = {
  kinds: readonly TimelineKind[];
  read(db: Db, request: TimelineRequest): Promise<TimelineItem[]>;
};

/**
 * The condition that a row lies after the request's place, newest first. The bare comparison on the instant lets an
 * index on it serve; ids are compared as the merge compares them.
 */
export function isAfter(
  { after }: TimelineRequest,
  at: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (!after) return sql`true`;
  return sql`(${at} <= ${after.at}::timestamptz and (${at} < ${after.at}::timestamptz or ${id} collate "C" < ${after.id}))`;
}

/** `50%` as a pattern that finds exactly that text. */
export function patternOf(text: string | undefined): string | null {
  return text ? `%${text.replace(/[\\%_]/g, "\\$&")}%` : null;
}
