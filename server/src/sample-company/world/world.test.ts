import { describe, expect, it } from "vitest";
import { createWorld } from "./accounts.ts";
import { ticketsOf } from "./tickets.ts";
import { usageOn } from "./usage.ts";

const today = Temporal.PlainDate.from("2026-11-23");
const world = createWorld(today);
const isOpen = (date: Temporal.PlainDate) => Temporal.PlainDate.compare(date, today) >= 0;

describe("the sample company", () => {
  it("is the same for the same day", () => {
    expect(JSON.stringify(createWorld(today))).toBe(JSON.stringify(world));
  });

  it("has the size it promises", () => {
    expect(world.accounts).toHaveLength(400);
    expect(new Set(world.accounts.map((account) => account.name)).size).toBe(400);
    const contacts = world.accounts.flatMap((account) => account.contacts);
    expect(contacts.length).toBeGreaterThan(5_400);
    expect(contacts.length).toBeLessThan(6_600);
    expect(new Set(contacts.map((contact) => contact.email)).size).toBe(contacts.length);
  });

  it("has every kind of life: renewals to come, wins, losses and returns", () => {
    const terms = world.accounts.flatMap((account) => account.terms);
    const closed = terms.filter((term) => term.outcome !== null);
    const lost = closed.filter((term) => term.outcome?.kind === "churned");
    expect(lost.length / closed.length).toBeGreaterThan(0.06);
    expect(lost.length / closed.length).toBeLessThan(0.25);
    const soon = terms.filter(
      (term) => term.outcome === null && today.until(term.endsOn).days <= 180 && isOpen(term.endsOn),
    );
    expect(soon.length).toBeGreaterThan(80);
    const returned = world.accounts.filter((account) =>
      account.terms.slice(0, -1).some((term) => term.outcome?.kind === "churned"),
    );
    expect(returned.length).toBeGreaterThan(0);
  });

  it("lets usage fall before a customer leaves", () => {
    const before = (kind: "churned" | "renewed") => {
      const ratios = world.accounts.flatMap((account) =>
        account.terms
          .filter((term) => term.outcome?.kind === kind)
          .map((term) => {
            const sum = (from: number) =>
              Array.from(
                { length: 30 },
                (_, day) => usageOn(account, term.endsOn.subtract({ days: from + day })).length,
              ).reduce((a, b) => a + b, 0);
            return sum(1) / Math.max(1, account.contacts.length);
          }),
      );
      return ratios.reduce((a, b) => a + b, 0) / ratios.length;
    };
    expect(before("churned")).toBeLessThan(before("renewed") * 0.85);
  });

  it("opens tickets, some of which are open today", () => {
    const tickets = world.accounts.flatMap((account) => ticketsOf(account, today));
    expect(tickets.length).toBeGreaterThan(2_000);
    expect(tickets.some((ticket) => ticket.solvedAt === null)).toBe(true);
    expect(
      tickets.every(
        (ticket) =>
          ticket.solvedAt === null || Temporal.Instant.compare(ticket.solvedAt, ticket.openedAt) > 0,
      ),
    ).toBe(true);
  });
});
