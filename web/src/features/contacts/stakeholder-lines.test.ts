import type { Stakeholder } from "@perennial/contract";
import { expect, it } from "vitest";
import { coverageOf, stakeholderLines } from "./stakeholder-lines.ts";

const person = (contactId: string, more: Partial<Stakeholder> = {}): Stakeholder => ({
  contactId,
  name: contactId,
  email: null,
  title: null,
  deactivatedOn: null,
  since: "2026-01-01",
  until: null,
  role: null,
  roleSince: null,
  pastRoles: [],
  influence: null,
  sentiment: null,
  reportsToId: null,
  lastSeenOn: null,
  ...more,
});

it("puts people below whom they report to, by role, and loses nobody in a circle", () => {
  const lines = stakeholderLines([
    person("user", { role: "end-user", reportsToId: "boss" }),
    person("champion", { role: "champion", reportsToId: "boss" }),
    person("boss", { role: "decision-maker" }),
    person("elsewhere", { reportsToId: "nobody here" }),
    person("x", { reportsToId: "y" }),
    person("y", { reportsToId: "x" }),
  ]);
  expect(lines.map((line) => [line.person.contactId, line.depth])).toEqual([
    ["boss", 0],
    ["champion", 1],
    ["user", 1],
    ["elsewhere", 0],
    ["x", 0],
    ["y", 0],
  ]);
});

it("tells which roles nobody holds, and until when somebody did", () => {
  const covered = coverageOf([
    person("boss", { role: "decision-maker" }),
    person("moved", {
      role: "end-user",
      pastRoles: [{ role: "champion", from: "2026-01-01", until: "2026-05-03" }],
    }),
    person("gone", { role: "champion", deactivatedOn: "2026-04-01" }),
  ]);
  expect(covered).toEqual([
    { role: "decision-maker", holders: 1, lastUntil: null },
    { role: "champion", holders: 0, lastUntil: "2026-05-03" },
    { role: "sponsor", holders: 0, lastUntil: null },
  ]);
});
