import type { RuleCatalog } from "@perennial/contract";
import { expect, test } from "vitest";
import { completionsAt } from "./complete-formula.ts";

const catalog: RuleCatalog = {
  objects: [
    {
      slug: "account",
      label: "account",
      fields: [
        { slug: "arr", label: "ARR", group: "Revenue", type: "currency" },
        {
          slug: "trait:plan",
          label: "Plan",
          group: "General",
          type: "select",
          options: [{ value: "gold", label: "Gold" }],
        },
      ],
      relations: [
        { slug: "tickets", label: "tickets", object: "ticket" },
        { slug: "open-tickets", label: "open tickets", object: "ticket" },
      ],
    },
    {
      slug: "ticket",
      label: "ticket",
      fields: [
        { slug: "csat", label: "CSAT", group: "General", type: "number" },
        {
          slug: "priority",
          label: "Priority",
          group: "General",
          type: "select",
          options: [{ value: "urgent", label: "Urgent" }],
        },
      ],
      names: [{ name: "age_days", label: "Age in days", formula: 'date_diff("days", openedAt, today())' }],
      relations: [],
    },
  ],
};
const at = (text: string) => completionsAt(text, catalog, "account");
const labels = (text: string) => at(text).options.map((option) => option.label);

test("names of the object, its relations and functions, from where the word begins", () => {
  expect(at("1 + ar").from).toBe(4);
  expect(labels("1 + ar")).toEqual(expect.arrayContaining(["arr", "trait:plan", "tickets", "if", "count"]));
  expect(labels("1 + ar")).not.toContain("where");
});

test("behind a relation and its dot, and within “where”, names of the related object", () => {
  expect(at("avg(tickets.cs")).toMatchObject({ from: 12 });
  expect(labels("avg(tickets.cs")).toEqual(["age_days", "csat", "priority"]);
  expect(labels("count(tickets ")).toContain("where");
  expect(labels("count(tickets where ")).toContain("age_days");
  expect(labels("count(tickets where ")).not.toContain("arr");
  expect(labels("count(tickets where csat > 1) + ")).toContain("arr");
  expect(labels("sum(tickets, ")).toContain("csat");
});

test("the options of a select, within quotes", () => {
  expect(labels('trait:plan = "')).toEqual(['"gold"']);
  expect(labels('count(tickets where priority = "ur')).toEqual(['"urgent"']);
  expect(labels('"a" ')).toContain("arr");
});

test("a name with a hyphen is offered and understood with an underscore, since a hyphen is a minus", () => {
  expect(at("count(open").options.map(({ label }) => label)).toContain("open_tickets");
  expect(at("avg(open_tickets.").options.map(({ label }) => label)).toContain("csat");
  expect(at('count(open_tickets where priority = "').options.map(({ label }) => label)).toEqual(['"urgent"']);
});
