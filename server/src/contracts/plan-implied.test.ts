import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ImpliedPlan, type KnownContract, type KnownLine, planImplied } from "./plan-implied.ts";

const today = "2026-11-23";
const line = (changes: Partial<KnownLine>): KnownLine => ({
  id: "l1",
  contractId: null,
  startsOn: "2024-03-10",
  endsOn: null,
  isImplied: false,
  impliedKey: null,
  ...changes,
});
const contract = (changes: Partial<KnownContract>): KnownContract => ({
  id: "c1",
  isImplied: false,
  impliedKey: null,
  startsOn: "2026-01-01",
  endsOn: "2026-12-31",
  expiresOn: "2026-12-31",
  isArchived: false,
  ...changes,
});

/** The account as it is once a plan has been carried out. */
function carryOut(contracts: readonly KnownContract[], lines: readonly KnownLine[], plan: ImpliedPlan) {
  const idOf = (one: ImpliedPlan["contracts"][number]) => one.id ?? `new ${one.impliedKey}`;
  const planned = plan.contracts.map((one): KnownContract => {
    const former = contracts.find((each) => each.id === one.id);
    return {
      id: idOf(one),
      isImplied: true,
      impliedKey: one.impliedKey,
      startsOn: one.startsOn,
      endsOn: one.endsOn,
      expiresOn: one.term?.endsOn ?? former?.expiresOn ?? one.endsOn,
      isArchived: false,
    };
  });
  const others = contracts
    .filter((one) => !planned.some((each) => each.id === one.id))
    .map((one) => (plan.archivedContractIds.includes(one.id) ? { ...one, isArchived: true } : one));
  const moved = lines
    .filter((one) => !plan.archivedLineIds.includes(one.id))
    .map((one) => ({
      ...one,
      endsOn: plan.endedLines.find((each) => each.lineId === one.id)?.endsOn ?? one.endsOn,
      contractId:
        plan.adopted.find((each) => each.lineId === one.id)?.contractId ??
        plan.contracts.flatMap((each) => (each.lineIds.includes(one.id) ? [idOf(each)] : []))[0] ??
        one.contractId,
    }));
  return { contracts: [...others, ...planned], lines: moved };
}

describe("implied contracts", () => {
  it("gather open-ended lines until the next anniversary of the first", () => {
    const plan = planImplied([], [line({}), line({ id: "l2", startsOn: "2025-06-01" })], today);
    expect(plan.contracts).toEqual([
      {
        id: null,
        impliedKey: "open-ended",
        startsOn: "2024-03-10",
        endsOn: null,
        term: { startsOn: "2026-03-10", endsOn: "2027-03-09" },
        autoRenews: true,
        lineIds: ["l1", "l2"],
      },
    ]);
  });

  it("gather lines by the day they end, and leave lines that have ended", () => {
    const plan = planImplied(
      [],
      [
        line({ endsOn: "2027-01-31" }),
        line({ id: "l2", endsOn: "2027-01-31", startsOn: "2024-01-01" }),
        line({ id: "l3", endsOn: "2027-05-31" }),
        line({ id: "l4", endsOn: "2026-11-22" }),
      ],
      today,
    );
    expect(
      plan.contracts.map(({ impliedKey, startsOn, lineIds }) => [impliedKey, startsOn, lineIds]),
    ).toEqual([
      ["ends:2027-01-31", "2024-01-01", ["l1", "l2"]],
      ["ends:2027-05-31", "2024-03-10", ["l3"]],
    ]);
  });

  it("give their lines to the one real contract that runs", () => {
    const implied = contract({
      id: "i",
      isImplied: true,
      impliedKey: "open-ended",
      endsOn: null,
      expiresOn: "2027-03-09",
    });
    const plan = planImplied([implied, contract({})], [line({ contractId: "i" })], today);
    expect(plan).toMatchObject({
      adopted: [{ lineId: "l1", contractId: "c1" }],
      archivedContractIds: ["i"],
      contracts: [],
    });
    const two = planImplied([contract({}), contract({ id: "c2" })], [line({})], today);
    expect([two.adopted, two.contracts.length]).toEqual([[], 1]);
  });

  it("of a sheet end before the first real line, or go with it", () => {
    const sheet = contract({ id: "s", isImplied: true, impliedKey: "sheet" });
    const ofSheet = line({
      id: "ls",
      contractId: "s",
      isImplied: true,
      impliedKey: "sheet",
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
    });
    const later = planImplied(
      [sheet],
      [ofSheet, line({ startsOn: "2026-07-01", endsOn: "2027-06-30" })],
      today,
    );
    expect(later.endedLines).toEqual([{ lineId: "ls", endsOn: "2026-06-30" }]);
    expect(later.archivedContractIds).toEqual(["s"]);
    const earlier = planImplied([sheet], [ofSheet, line({ endsOn: "2027-06-30" })], today);
    expect([earlier.endedLines, earlier.archivedLineIds]).toEqual([[], ["ls"]]);
    const after = planImplied(
      [sheet],
      [ofSheet, line({ startsOn: "2027-01-01", endsOn: "2027-12-31" })],
      today,
    );
    expect([after.endedLines, after.archivedContractIds]).toEqual([[], []]);
  });

  it("are planned once: planning what was carried out changes nothing, and every live line has a contract", () => {
    const dates = fc
      .integer({ min: -900, max: 900 })
      .map((days) => Temporal.PlainDate.from(today).add({ days }).toString());
    const anyLine = fc
      .record({ startsOn: dates, endsOn: fc.option(dates), of: fc.constantFrom(null, "c1") })
      .map(({ startsOn, endsOn, of }) => ({
        startsOn,
        endsOn: endsOn !== null && endsOn < startsOn ? startsOn : endsOn,
        contractId: of,
      }));
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), fc.boolean(), (drawn, hasReal) => {
        const lines = drawn.map((one, index) =>
          line({ ...one, id: `l${index}`, contractId: hasReal ? one.contractId : null }),
        );
        const contracts = hasReal ? [contract({})] : [];
        const first = carryOut(contracts, lines, planImplied(contracts, lines, today));
        const again = carryOut(
          first.contracts,
          first.lines,
          planImplied(first.contracts, first.lines, today),
        );
        const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id);
        expect(again.contracts.toSorted(byId)).toEqual(first.contracts.toSorted(byId));
        expect(again.lines).toEqual(first.lines);
        for (const one of first.lines)
          if (one.endsOn === null || one.endsOn >= today) expect(one.contractId).not.toBeNull();
      }),
    );
  });
});
