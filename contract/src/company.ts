import { z } from "zod";
import { currencyCode, endpoint } from "./endpoint.ts";

const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, "a time zone such as Europe/Berlin")
  .describe("IANA name, such as Europe/Berlin");

export const companySettings = z.object({
  name: z.string().trim().min(1).max(200),
  timeZone,
  currency: currencyCode.describe("The reporting currency, ISO 4217"),
  fiscalYearStartMonth: z.number().int().min(1).max(12).describe("1 means the calendar year"),
});
export const companySchema = z.object({
  name: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  fiscalYearStartMonth: z.number().int(),
});
export type CompanySettings = z.infer<typeof companySchema>;

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

export const getCompany = endpoint({
  method: "GET",
  path: "/company",
  summary: "Read the company's settings",
  response: companySchema,
});
export const updateCompany = endpoint({
  method: "PATCH",
  path: "/company",
  summary: "Change the company's settings",
  body: companySettings.partial(),
  response: companySchema,
});
