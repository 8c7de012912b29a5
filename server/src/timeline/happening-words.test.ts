import { expect, test } from "vitest";
import { happeningWords } from "./happening-words.ts";

test.each([
  [
    "score.crossed",
    "health-score",
    {
      name: "Overall",
      from: "concerning",
      to: "healthy",
      previous: 68.3,
      value: 90,
      causes: [{ name: "Log-ins" }],
    },
    { title: "Overall health concerning → healthy", text: "68 → 90 · Log-ins" },
  ],
  ["segment.left", "segment", { name: "Gone quiet" }, { title: "Left the segment Gone quiet", text: null }],
  [
    "renewal.forecast-changed",
    "renewal",
    { old: null, new: "401625.0000" },
    { title: "Renewal forecast changed", text: "none → 401,625" },
  ],
  [
    "renewal.stage-changed",
    "renewal",
    { old: "upcoming", new: "in_conversation" },
    { title: "Renewal stage changed", text: "upcoming → in conversation" },
  ],
  [
    "renewal.created",
    "renewal",
    { dueOn: "2027-06-26", targetArr: "12000.5000" },
    { title: "Renewal opened", text: "Due 26 Jun 2027, target 12,000.5" },
  ],
  [
    "renewal.updated",
    "renewal",
    { fields: ["forecastArr", "nextStepOn"] },
    { title: "Renewal updated", text: "forecast ARR, next step on" },
  ],
  [
    "risk.escalated",
    "risk",
    { name: "Sponsor left", from: "1", to: "2", reason: "Nobody answers" },
    { title: "Risk moved up, tier 1 → 2", text: "Sponsor left: Nobody answers" },
  ],
  ["risk.opened", "risk", { title: "Sponsor left" }, { title: "Risk opened", text: "Sponsor left" }],
] as const)("%s is told in words", (name, object, payload, words) => {
  expect(happeningWords(name, object, payload)).toEqual(words);
});
