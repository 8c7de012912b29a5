import { describe, expect, it } from "vitest";
import { createWorld } from "./accounts.ts";
import { forecastsOf, glassesOf } from "./forecasts.ts";
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

  it("has champions who left accounts that are still there, a few of many", () => {
    const left = world.accounts.filter(
      ({ terms, contacts }) =>
        isOpen(terms.at(-1)?.endsOn ?? today.subtract({ days: 1 })) &&
        contacts.some((each) => each.stakeholderRole === "champion" && each.deactivatedOn !== null),
    );
    expect(left.length).toBeGreaterThan(5);
    expect(left.length).toBeLessThan(60);
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

  it("uses the seats it has: a good part, seldom more than all", () => {
    const shares = world.accounts
      .filter((account) => account.seatsLicensed > 0)
      .map((account) => {
        const days = Array.from({ length: 30 }, (_, age) =>
          usageOn(account, today.subtract({ days: age + 1 })),
        );
        return new Set(days.flat().map((usage) => usage.contact)).size / account.seatsLicensed;
      })
      .sort((a, b) => a - b);
    const median = shares[Math.floor(shares.length / 2)] ?? 0;
    expect(median).toBeGreaterThan(0.35);
    expect(median).toBeLessThan(0.8);
    expect(shares.filter((share) => share > 1).length / shares.length).toBeLessThan(0.1);
    expect(shares.filter((share) => share >= 0.9).length).toBeGreaterThan(5);
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

describe("what people forecast", () => {
  const judged = world.accounts.flatMap((account) =>
    account.terms.flatMap((term) =>
      term.outcome
        ? forecastsOf(account, term, today).map((forecast) => ({
            account,
            term,
            forecast,
            outcome: term.outcome,
          }))
        : [],
    ),
  );
  const wonOf = (rating: string) => {
    const of = judged.filter(({ forecast }) => forecast.rating === rating);
    return of.filter(({ outcome }) => outcome?.kind === "renewed").length / of.length;
  };

  it("was written before it was decided, and is right more often than not, without being the outcome", () => {
    expect(judged.length).toBeGreaterThan(500);
    expect(
      judged.every(
        ({ forecast, outcome }) => outcome && Temporal.PlainDate.compare(forecast.on, outcome.on) < 0,
      ),
    ).toBe(true);
    expect(wonOf("commit")).toBeGreaterThan(wonOf("at_risk"));
    expect(wonOf("at_risk")).toBeGreaterThan(wonOf("churn_expected"));
    expect(wonOf("commit")).toBeLessThan(1);
    expect(wonOf("churn_expected")).toBeGreaterThan(0);
  });

  it("is as hopeful as whoever owns the account", () => {
    const hopeful = (owner: string) => {
      const of = judged.filter(({ account }) => account.accountManager === owner);
      return of.filter(({ forecast }) => forecast.share >= 100).length / of.length;
    };
    const owners = [...new Set(world.accounts.map(({ accountManager }) => accountManager))].sort(
      (a, b) => glassesOf(a) - glassesOf(b),
    );
    expect(glassesOf(owners.at(-1) ?? "")).toBeGreaterThan(glassesOf(owners[0] ?? ""));
    expect(hopeful(owners.at(-1) ?? "")).toBeGreaterThan(hopeful(owners[0] ?? ""));
  });
});
