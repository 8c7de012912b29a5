import { z } from "zod";
import {
  currencyCode,
  dateText,
  decimalText,
  endpoint,
  idParams,
  instantText,
  momentText,
} from "./endpoint.ts";
import { lateFact } from "./explain.ts";

export const forecastPeriod = z
  .string()
  .regex(/^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/, "a period such as 2027-Q1, 2027 or 2027-03")
  .describe("2027-Q1: a fiscal quarter; 2027: the fiscal year that ends in 2027; 2027-03: a month");
export const forecastLevel = z
  .string()
  .max(200)
  .regex(/^(company|(region|manager|owner):.+)$/, "company, region:NAME, manager:ID or owner:ID")
  .describe("company, region:NAME, manager:ID, owner:ID, or owner:none");

const oneGroup = {
  groupBy: z
    .string()
    .max(100)
    .optional()
    .describe("As the forecast is grouped; with `group`, instead of a level"),
  group: z.string().max(200).optional().describe("One of its groups; without it those that are in none"),
};

const scenario = z
  .uuid()
  .optional()
  .describe("As a scenario supposes it; of the present alone, not together with asOf");

const ratio = z.number().nullable().describe("1 means 100 %; null where nothing has a call yet");
const inRating = z.object({ count: z.number().int(), arr: decimalText });

const figures = {
  count: z.number().int(),
  dueArr: decimalText.describe("Target ARR of the renewals due, omitted ones left out"),
  closedWonArr: decimalText.describe("Final ARR of those renewed"),
  closedLostArr: decimalText.describe("Target ARR of those churned"),
  byRating: z.record(z.string(), inRating).describe("Open ones by forecast rating, at their target"),
  unrated: inRating.describe("Open ones without a rating, at their target"),
  omitted: inRating,
  forecastArr: decimalText.describe("Final of those renewed and the forecast people gave the open ones"),
  missingForecastCount: z.number().int().describe("Open ones that count and have no forecast"),
  missingForecastArr: decimalText.describe("Their target"),
  expectedArr: decimalText.describe(
    "Final of those renewed and Σ likelihood × (forecast above zero, else target) of the open ones",
  ),
  adjustmentArr: decimalText.describe("Sum of the ledger on this level alone"),
  adjustedArr: decimalText.describe("Forecast, and the adjustments here and on all levels below"),
  targetArr: decimalText.nullable(),
  gapArr: decimalText.nullable().describe("Adjusted forecast less target"),
  grr: ratio,
  nrr: ratio,
};

export const forecastRow = z.object({
  key: z.string().describe("The level: company, region:NAME, manager:ID, owner:ID; else the group"),
  parent: z.string().nullable(),
  level: z.enum(["company", "region", "manager", "owner", "group"]),
  label: z.string(),
  group: z.string().nullable().describe("Value of the grouping, where it is not the hierarchy"),
  ownerIds: z.array(z.uuid()).describe("Owners whose renewals this row sums"),
  hasNobody: z.boolean().describe("Renewals without an owner are among them"),
  ...figures,
});
export type ForecastRow = z.infer<typeof forecastRow>;

const span = { period: z.string(), from: dateText, to: dateText };

export const getForecast = endpoint({
  method: "GET",
  path: "/forecast",
  summary: "Read the forecast of a period, over the hierarchy or by group",
  description:
    "Teammate → manager → region → company, or any grouping; as it is, or as it stood at an instant. " +
    "Renewals are those due in the period.",
  query: z.object({
    period: forecastPeriod.optional().describe("The current fiscal quarter if left out"),
    asOf: momentText.optional(),
    scenario,
    groupBy: z
      .string()
      .max(100)
      .default("hierarchy")
      .describe(
        "hierarchy, segment, product, indicator, rating, stage, bookingType, month, rootCause, or the slug of a field of accounts",
      ),
    rollUp: z
      .enum(["single", "cumulative"])
      .default("single")
      .describe("Cumulative: each rating holds what is won and all better ratings as well"),
  }),
  response: z.object({
    ...span,
    asOf: instantText.nullable(),
    currency: currencyCode,
    definition: z.string(),
    scenario: z
      .object({
        id: z.uuid(),
        name: z.string(),
        renewals: z.number().int().describe("Of which something is supposed"),
      })
      .nullable(),
    likelihoodFirst: z.enum(["people", "model"]).describe("Whose likelihood weighs the expected value"),
    ratings: z.array(z.object({ slug: z.string(), label: z.string() })).describe("In their order"),
    otherRatings: z
      .array(z.object({ slug: z.string(), label: z.string(), isForecast: z.boolean() }))
      .describe(
        "Those without a sum of their own: left out of the forecast, or without a likelihood and counted as unrated",
      ),
    unconverted: z.number().int().describe("Renewals in a currency without an exchange rate, left out"),
    rows: z.array(forecastRow),
  }),
  readsPast: true,
});

export const listForecastRenewals = endpoint({
  method: "GET",
  path: "/forecast/renewals",
  summary: "List the renewals behind a number of the forecast",
  query: z.object({
    period: forecastPeriod.optional(),
    asOf: momentText.optional(),
    scenario,
    level: forecastLevel.default("company"),
    ...oneGroup,
    category: z
      .string()
      .max(60)
      .optional()
      .describe(
        "closed-won, closed-lost, unrated, omitted, missing (no forecast), or a rating; all but the omitted if left out",
      ),
    limit: z.coerce.number().int().min(1).max(5000).default(1000),
  }),
  response: z.object({
    currency: currencyCode,
    items: z.array(
      z.object({
        id: z.uuid(),
        accountId: z.uuid(),
        accountName: z.string(),
        ownerId: z.uuid().nullable(),
        dueOn: dateText,
        category: z.string(),
        stage: z.string(),
        targetArr: decimalText,
        forecastArr: decimalText.nullable(),
        finalArr: decimalText.nullable(),
        callArr: decimalText.nullable().describe("What it adds to the forecast; null without one"),
        expectedArr: decimalText,
        likelihood: z.number().describe("By which it counts; 1 and 0 where the outcome is known"),
        likelihoodBy: z
          .enum(["person", "rating", "model", "scenario", "outcome", "nobody"])
          .describe("rating: the default of its rating; nobody: counted as certain"),
      }),
    ),
  }),
  readsPast: true,
});

export const getForecastPage = endpoint({
  method: "GET",
  path: "/forecast/page",
  summary: "Download the forecast of a period as one page for a board (PDF)",
  description:
    "Totals, target, GRR and NRR, the ratings cumulated with the range P10–P90, what moved in 30 days, ARR movements and the " +
    "renewals at most risk. As of a past instant without the range, which nobody kept. Names in Latin, Greek, " +
    "Cyrillic, Arabic, Hebrew, Thai, Devanagari, Bengali, Tamil, Korean, Japanese and Chinese letters.",
  query: z.object({
    period: forecastPeriod.optional().describe("The current fiscal quarter if left out"),
    asOf: momentText.optional(),
    paper: z.enum(["a4", "letter"]).default("a4"),
  }),
  response: z.unknown(),
});

export const forecastSteps = [
  { value: "new", label: "New", definition: "made, or come back, since" },
  { value: "pulled-in", label: "Pulled in", definition: "due in another period then, in this one now" },
  { value: "pushed", label: "Pushed", definition: "due in this period then, in another one now" },
  { value: "amount-up", label: "Raised", definition: "a higher amount" },
  { value: "amount-down", label: "Lowered", definition: "a lower amount" },
  { value: "rating-up", label: "Rated up", definition: "a better rating, likelihood or no longer omitted" },
  { value: "rating-down", label: "Rated down", definition: "a worse rating, likelihood or now omitted" },
  { value: "won", label: "Won", definition: "closed as renewed: final ARR less what was forecast" },
  { value: "lost", label: "Lost", definition: "closed as churned" },
  { value: "reopened", label: "Reopened", definition: "an outcome was undone" },
  { value: "removed", label: "Removed", definition: "archived or withdrawn since" },
] as const;
export type ForecastStep = (typeof forecastSteps)[number]["value"];
const stepKind = z.enum(forecastSteps.map(({ value }) => value) as [ForecastStep, ...ForecastStep[]]);
const barKind = z.union([stepKind, z.enum(["start", "end"])]);
const measure = z
  .enum(["forecast", "expected"])
  .default("forecast")
  .describe("forecast: what people typed; expected: weighted by likelihood");
const side = z
  .object({
    dueOn: dateText,
    rating: z.string().nullable(),
    outcome: z.string().nullable(),
    arr: decimalText,
  })
  .nullable();

export const getForecastChanges = endpoint({
  method: "GET",
  path: "/forecast/changes",
  summary: "Read what moved the forecast of a period between two instants",
  description:
    "Start + all steps = end, to the cent. Both at the exchange rates of the later instant. A renewal counts on the level and in " +
    "the group in which it stands at the later instant.",
  query: z.object({
    period: forecastPeriod.optional(),
    from: momentText.optional().describe("Seven days before `to` if left out"),
    to: momentText.optional().describe("Now if left out"),
    measure,
    level: forecastLevel.default("company"),
    ...oneGroup,
    rows: z
      .union([z.literal("all"), barKind])
      .optional()
      .describe("Also the renewals of one bar: the start, the end or a kind of step; or those of all steps"),
  }),
  response: z.object({
    ...span,
    since: instantText,
    until: instantText,
    currency: currencyCode,
    definition: z.string(),
    startArr: decimalText,
    endArr: decimalText,
    steps: z.array(z.object({ kind: stepKind, arr: decimalText, count: z.number().int() })),
    rows: z
      .array(
        z.object({
          renewalId: z.uuid(),
          accountId: z.uuid(),
          accountName: z.string(),
          ownerId: z.uuid().nullable(),
          kind: barKind,
          arr: decimalText.describe("What it adds to the bar; the bar is the sum of these"),
          before: side,
          after: side,
        }),
      )
      .optional(),
  }),
});

export const getForecastRestated = endpoint({
  method: "GET",
  path: "/forecast/restated",
  summary: "Read what facts that came late change in the forecast of a past day",
  description:
    "The forecast as of a day says what was known then. These are its renewals whose target is another one by what is known " +
    "of that day now; their sums are over these rows alone.",
  query: z.object({
    period: forecastPeriod.optional(),
    asOf: momentText,
    level: forecastLevel.default("company"),
  }),
  response: z.object({
    ...span,
    asOf: instantText,
    currency: currencyCode,
    definition: z.string(),
    thenArr: decimalText,
    nowArr: decimalText,
    rows: z.array(
      z.object({
        id: z.uuid(),
        accountId: z.uuid(),
        accountName: z.string(),
        dueOn: dateText,
        thenArr: decimalText.nullable().describe("Null: nobody knew of the renewal then"),
        nowArr: decimalText,
        causes: z.array(lateFact),
      }),
    ),
  }),
  readsPast: true,
});

export const getForecastTrend = endpoint({
  method: "GET",
  path: "/forecast/trend",
  summary: "Read how the forecast of a period went, beside earlier periods at the same point",
  description:
    "From 60 days before the period begins to its end, every seven days; the previous period and the one a year before " +
    "at the same number of days from their beginnings.",
  query: z.object({
    period: forecastPeriod.optional(),
    measure,
    level: forecastLevel.default("company"),
    ...oneGroup,
  }),
  response: z.object({
    ...span,
    currency: currencyCode,
    definition: z.string(),
    days: z.array(z.number().int()).describe("Days since the beginning of each period"),
    series: z.array(
      z.object({
        period: z.string(),
        values: z
          .array(decimalText.nullable())
          .describe("Null for days to come, and before anything is known"),
      }),
    ),
  }),
});

export const getForecastAccuracy = endpoint({
  method: "GET",
  path: "/forecast/accuracy",
  summary: "Compare forecasts 90, 60 and 30 days before expiry with the outcome, by owner",
  query: z.object({
    dueFrom: dateText.optional().describe("A year before dueTo if left out"),
    dueTo: dateText.optional().describe("Today if left out"),
    renewalsOf: z
      .union([z.uuid(), z.enum(["everybody", "nobody"])])
      .optional()
      .describe("Also the renewals behind the row of an owner, of everybody, or of nobody"),
  }),
  response: z.object({
    dueFrom: dateText,
    dueTo: dateText,
    currency: currencyCode,
    definition: z.string(),
    renewals: z
      .array(
        z.object({
          id: z.uuid(),
          accountId: z.uuid(),
          accountName: z.string(),
          ownerId: z.uuid().nullable(),
          dueOn: dateText,
          finalArr: decimalText.describe("Nothing for a churned one"),
          at: z.array(z.object({ daysBefore: z.number().int(), forecastArr: decimalText.nullable() })),
        }),
      )
      .optional()
      .describe("The largest first; their amounts add up to the row's"),
    rows: z.array(
      z.object({
        ownerId: z.uuid().nullable(),
        owner: z.string().describe("Everybody, or a teammate's name"),
        isTotal: z.boolean(),
        closedCount: z.number().int(),
        finalArr: decimalText,
        at: z.array(
          z.object({
            daysBefore: z.number().int(),
            count: z.number().int().describe("Closed ones that had a forecast then"),
            forecastArr: decimalText,
            finalArr: decimalText.describe("What the same ones came to"),
            error: z.number().nullable().describe("(forecast − final) ÷ final; positive: too hopeful"),
          }),
        ),
      }),
    ),
  }),
});

const timed = z.object({ count: z.number().int(), arr: decimalText.describe("Target ARR") });

export const getRenewalTiming = endpoint({
  method: "GET",
  path: "/forecast/timing",
  summary: "Count closed renewals by when they were ordered",
  description:
    "Early, on time, late within the tolerance, or after it (lapsed: a reactivation), by the policy that held when each was " +
    "ordered; those that renewed by themselves and those that were lost apart. Segments overlap.",
  query: z.object({
    dueFrom: dateText.optional().describe("A year before dueTo if left out"),
    dueTo: dateText.optional().describe("Today if left out"),
    groupBy: z
      .string()
      .max(100)
      .default("ownerId")
      .describe("segment, or what renewals are summed by (ownerId, quarter, industry …)"),
  }),
  response: z.object({
    dueFrom: dateText,
    dueTo: dateText,
    currency: currencyCode,
    definition: z.string(),
    rows: z.array(
      z.object({
        group: z.string().nullable(),
        label: z.string(),
        isTotal: z.boolean(),
        closed: timed,
        early: timed,
        onTime: timed,
        late: timed,
        lapsed: timed,
        auto: timed,
        lost: timed,
        medianDaysLate: z
          .number()
          .nullable()
          .describe("From expiry to the order; negative before it. Of those that somebody ordered"),
      }),
    ),
  }),
});

const actor = z.object({ kind: z.string(), id: z.string(), name: z.string() });
const forecastAdjustment = z.object({
  id: z.uuid(),
  period: z.string(),
  level: z.string(),
  amountArr: decimalText.describe("Signed"),
  reason: z.string(),
  at: instantText,
  by: actor,
  reversesId: z.uuid().nullable(),
  reversedById: z.uuid().nullable(),
});
export type ForecastAdjustment = z.infer<typeof forecastAdjustment>;
const reason = z.string().trim().min(1).max(1000);

export const listForecastAdjustments = endpoint({
  method: "GET",
  path: "/forecast/adjustments",
  summary: "List the ledger of adjustments of a period, newest first",
  query: z.object({ period: forecastPeriod.optional(), level: forecastLevel.optional() }),
  response: z.object({ items: z.array(forecastAdjustment) }),
});
export const createForecastAdjustment = endpoint({
  method: "POST",
  path: "/forecast/adjustments",
  summary: "Add a signed amount to the forecast of one level, with its reason",
  description: "Entries stay for good. Take one back with POST …/reversal.",
  body: z.object({ period: forecastPeriod, level: forecastLevel, amountArr: decimalText, reason }),
  response: forecastAdjustment,
  status: 201,
});
export const reverseForecastAdjustment = endpoint({
  method: "POST",
  path: "/forecast/adjustments/:id/reversal",
  summary: "Take one adjustment back by an entry of the opposite amount",
  params: idParams,
  body: z.object({ reason }),
  response: forecastAdjustment,
  status: 201,
});

const forecastTarget = z.object({
  period: z.string(),
  level: z.string(),
  targetArr: decimalText.nullable(),
  at: instantText,
  by: actor,
});
export const listForecastTargets = endpoint({
  method: "GET",
  path: "/forecast/targets",
  summary: "List every target set for a period, newest first",
  description: "The newest of a level holds.",
  query: z.object({ period: forecastPeriod.optional() }),
  response: z.object({ items: z.array(forecastTarget) }),
});
export const putForecastTarget = endpoint({
  method: "PUT",
  path: "/forecast/targets",
  summary: "Set the target of one level for a period",
  description: "Null takes it away. What held before stays in the list.",
  body: z.object({ period: forecastPeriod, level: forecastLevel, targetArr: decimalText.nullable() }),
  response: forecastTarget,
});
