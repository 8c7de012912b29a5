import { z } from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One HTTP endpoint as a value: the server implements it, the web calls it, OpenAPI describes it. */
export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> = {
  method: Method;
  /** Relative to `/api/v1`, parameters as `:name`. */
  path: string;
  /** One line in the imperative, for the reference. */
  summary: string;
  description?: string;
  params: Params;
  query: Query;
  body: Body;
  response: Response;
  /** Of a success; 200 unless said. */
  status: 200 | 201 | 202 | 204;
  /** It answers as of a day, by `asOf` in its query or body. */
  readsPast?: boolean;
};

const nothing = z.object({});

/** Declares an endpoint; parts left out take nothing. */
export function endpoint<
  Response extends z.ZodType,
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: {
  method: Method;
  path: string;
  summary: string;
  description?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  response: Response;
  status?: 200 | 201 | 202 | 204;
  readsPast?: boolean;
}): Endpoint<Params, Query, Body, Response> {
  return {
    status: 200,
    params: nothing as unknown as Params,
    query: nothing as unknown as Query,
    body: z.undefined() as unknown as Body,
    ...definition,
  };
}

export const idParams = z.object({ id: z.uuid() });

/** What every list takes: a page size, where to go on, an order and a rule. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe("Rows a page, at most 1,000"),
  cursor: z.string().max(2000).optional().describe("`nextCursor` of the page before"),
  sort: z.string().max(200).optional().describe("A field's slug; a leading `-` sorts downwards"),
  filter: z.string().max(100_000).optional().describe("A rule as JSON (see the rule language)"),
});

/** A page of a list. `nextCursor` is null at the end. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const dateText = z.iso.date().describe("Calendar date, YYYY-MM-DD");
export const instantText = z.iso.datetime({ offset: true }).describe("Instant, RFC 3339");
/** What a read may be asked as of. */
export const momentText = z
  .union([instantText, dateText])
  .describe("An instant, or a date and then the end of that day");
export const decimalText = z
  .string()
  .regex(
    /^-?\d{1,15}(\.\d{1,4})?$/,
    "a decimal number such as 1240000.00, at most four digits after the point",
  )
  .describe("Exact decimal number");
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, "a three-letter ISO 4217 code such as USD");
export const slugText = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "lower-case letters, digits and _, beginning with a letter, at most 40");

/** RFC 9457 problem as every endpoint answers it. */
export const problemSchema = z.object({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  requestId: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type ProblemBody = z.infer<typeof problemSchema>;
