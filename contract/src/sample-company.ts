import { z } from "zod";
import { endpoint, instantText } from "./endpoint.ts";

export const sampleCompanySchema = z.object({
  status: z.enum(["absent", "filling", "present", "removing", "failed"]),
  step: z.string().nullable().describe("What it is at, in words"),
  done: z.number().int(),
  startedAt: instantText.nullable(),
  finishedAt: instantText.nullable(),
  error: z.string().nullable(),
});
export type SampleCompany = z.infer<typeof sampleCompanySchema>;

export const getSampleCompany = endpoint({
  method: "GET",
  path: "/sample-company",
  summary: "Read whether the sample company is there, or how far its filling is",
  response: sampleCompanySchema,
});
export const fillSampleCompany = endpoint({
  method: "POST",
  path: "/sample-company",
  summary: "Fill the sample company",
  description: "Goes on in the background; its dates are relative to today.",
  response: sampleCompanySchema,
  status: 202,
});
export const removeSampleCompany = endpoint({
  method: "DELETE",
  path: "/sample-company",
  summary: "Remove the sample company and all that hangs on its accounts",
  response: sampleCompanySchema,
  status: 202,
});
