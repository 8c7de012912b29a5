import { z } from "zod";
import { endpoint } from "./endpoint.ts";

export const searchHit = z.object({
  object: z.string(),
  id: z.uuid(),
  title: z.string(),
  subtitle: z.string().nullable(),
  isCustom: z.boolean().describe("Of a kind that the company defined itself"),
});
export type SearchHit = z.infer<typeof searchHit>;

export const searchRecords = endpoint({
  method: "GET",
  path: "/search",
  summary: "Find records of any object by name, tolerant of typos",
  query: z.object({
    q: z.string().trim().min(1).max(200),
    limit: z.coerce.number().int().min(1).max(50).default(12),
  }),
  response: z.object({ items: z.array(searchHit) }),
});
