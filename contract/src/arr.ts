import { z } from "zod";
import { currencyCode, dateText, decimalText, endpoint } from "./endpoint.ts";

export const movementKinds = ["new", "expansion", "contraction", "churn", "reactivation"] as const;
const flag = z.enum(["true", "false"]).default("false");
const unconverted = z
  .array(z.object({ currency: currencyCode, arr: decimalText }))
  .describe("ARR in currencies without an exchange rate: not in the total");

export const getArr = endpoint({
  method: "GET",
  path: "/arr",
  summary: "Read ARR at a date",
  description:
    "Σ over the recurring lines active at the date, each normalised to a year; a line is active through its last day. " +
    "Trials and one-off fees carry none. Other currencies at the rate of the date.",
  query: z.object({ at: dateText.optional().describe("Today, if left out"), rows: flag }),
  response: z.object({
    at: dateText,
    currency: currencyCode,
    totalArr: decimalText,
    accounts: z.number().int().describe("Accounts with ARR above zero"),
    unconverted,
    rows: z.array(z.object({ accountId: z.uuid(), name: z.string(), arr: decimalText })).optional(),
  }),
});

const movementSums = z.object({
  from: dateText,
  to: dateText,
  startArr: decimalText,
  newArr: decimalText,
  expansionArr: decimalText,
  contractionArr: decimalText,
  churnArr: decimalText,
  reactivationArr: decimalText,
  currencyArr: decimalText.describe("Effect of changed exchange rates; none at constant rates"),
  endArr: decimalText,
  causes: z
    .object({
      quantityArr: decimalText,
      priceArr: decimalText,
      addedArr: decimalText,
      endedArr: decimalText,
    })
    .optional()
    .describe("What expansion and contraction came of: their sum is expansionArr + contractionArr"),
});

export const getArrMovements = endpoint({
  method: "GET",
  path: "/arr/movements",
  summary: "Read the movements of ARR between two dates",
  description:
    "Movements after `from` up to and on `to`, an account's changes of one day taken as one; contraction and churn are " +
    "negative, and startArr + all movements = endArr. Nothing after today is a movement yet: `to` is cut to today. " +
    "Months are counted from `from` where `to` lies whole months after it, else they are calendar months. " +
    "Other currencies at constant rates, those of `to`; or at the rates of the dates, and what the rates did is told apart.",
  query: z.object({
    from: dateText,
    to: dateText,
    interval: z.enum(["month", "quarter", "year", "total"]).default("month"),
    rows: flag,
    rates: z.enum(["constant", "date"]).default("constant"),
    causes: flag.describe("Tell change of quantity, of price, lines added and lines ended apart"),
    account: z.uuid().optional().describe("Only this account; its movements then name their lines"),
  }),
  response: z.object({
    from: dateText,
    to: dateText,
    currency: currencyCode,
    intervals: z.array(movementSums),
    unconverted,
    rows: z
      .array(
        z.object({
          accountId: z.uuid(),
          name: z.string(),
          on: dateText,
          kind: z.enum(movementKinds),
          arr: decimalText,
          formerEndOn: dateText.nullable(),
          causes: z
            .array(
              z.object({
                rootId: z.uuid(),
                lineIds: z.array(z.uuid()),
                quantityArr: decimalText,
                priceArr: decimalText,
                addedArr: decimalText,
                endedArr: decimalText,
              }),
            )
            .optional(),
        }),
      )
      .optional(),
  }),
});

const exchangeRate = z.object({
  currency: currencyCode,
  startsOn: dateText,
  rate: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/, "a positive decimal number"),
});

export const listExchangeRates = endpoint({
  method: "GET",
  path: "/exchange-rates",
  summary: "List exchange rates",
  response: z.object({ items: z.array(exchangeRate) }),
});

export const putExchangeRates = endpoint({
  method: "PUT",
  path: "/exchange-rates",
  summary: "Set exchange rates into the company's currency",
  body: z.object({ items: z.array(exchangeRate).max(10_000) }),
  response: z.object({ items: z.array(exchangeRate) }),
});
