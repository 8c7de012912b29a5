import { endpoint } from "@perennial/contract";
import { z } from "zod";

/** Finds records of any object by name, tolerant of typos. */
export const searchRecords = endpoint({
  method: "GET",
  path: "/search",
  summary: "Find records of any object by name",
  query: z.object({ q: z.string(), limit: z.number().optional() }),
  response: z.object({
    items: z.array(
      z.object({ object: z.string(), id: z.string(), title: z.string(), subtitle: z.string().nullish() }),
    ),
  }),
});
