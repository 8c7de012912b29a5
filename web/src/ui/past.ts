import { useSearch } from "@tanstack/react-router";
import { createContext, useContext } from "react";
import { z } from "zod";

/** Whether the page around can be read as of a day. */
export const PageReadsPast = createContext(false);

/** The day as of which the page around is read, where it is; for what must know it without the URL. */
export const PastDay = createContext<string | undefined>(undefined);

const isoDate = z.iso.date();

/**
 * The day as of which one reads, from the URL (`?asOf=2026-03-03`: as that day was over), the same over all pages.
 * `day` while any page is read so, and nothing may be edited; `asOf` only in a page that can tell the past.
 */
export function usePast(): { day: string | undefined; asOf: string | undefined; isOffered: boolean } {
  const isOffered = useContext(PageReadsPast);
  const search: Record<string, unknown> = useSearch({ strict: false });
  const { data: day } = isoDate.safeParse(search.asOf);
  return { day, asOf: isOffered ? day : undefined, isOffered };
}
