import type { z } from "zod";

const formats: Record<string, string> = {
  email: "is not an e-mail address",
  uuid: "is not an id",
  url: "is not a web address",
  date: "is not a date of the form YYYY-MM-DD",
  datetime: "is not an instant such as 2026-11-23T07:30:00Z",
};

/** What is wrong with an input, in words for the person who typed it. A schema's own words come first. */
export function wordsForIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is required";
      return { number: "is not a number", int: "is not a whole number" }[issue.expected as string];
    case "too_small":
      if (issue.origin !== "string")
        return issue.inclusive ? `at least ${issue.minimum}` : `above ${issue.minimum}`;
      return issue.minimum === 1 ? "is required" : `at least ${issue.minimum} characters`;
    case "too_big":
      if (issue.origin !== "string")
        return issue.inclusive ? `at most ${issue.maximum}` : `below ${issue.maximum}`;
      return `at most ${issue.maximum} characters`;
    case "invalid_format":
      return formats[issue.format];
    case "invalid_value":
      return `one of: ${issue.values.map(String).join(", ")}`;
    default:
      return undefined;
  }
}
