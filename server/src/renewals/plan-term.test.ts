import { describe, expect, it } from "vitest";
import { type OpenRenewal, planTerm, type TermContract } from "./plan-term.ts";

const today = "2026-11-23";
const contract: TermContract = {
  id: "c",
  accountId: "a",
  startsOn: "2026-01-01",
  expiresOn: "2026-12-31",
  termStartsOn: "2026-01-01",
  autoRenews: false,
  renewalTermMonths: null,
  noticePeriodDays: 90,
  noticePeriodMonths: null,
  isImplied: false,
  isSheet: false,
  isArchived: false,
  currency: "USD",
  targetArr: "1000.0000",
  isLive: true,
  isFollowed: false,
  ownerId: "t",
};
const open: OpenRenewal = {
  id: "r",
  termStartsOn: "2026-01-01",
  termEndsOn: "2026-12-31",
  dueOn: "2026-12-31",
  noticeDeadlineOn: "2026-10-02",
  currency: "USD",
  targetArr: "1000.00",
  isTargetStated: false,
  ownerId: "t",
  isOwnerPinned: false,
  madeOn: "2026-07-04",
  isDoubted: false,
};
const plan = (
  changes: Partial<TermContract>,
  renewal: Partial<OpenRenewal> | null = null,
  closed: string[] = [],
) => planTerm({ ...contract, ...changes }, renewal && { ...open, ...renewal }, new Set(closed), today, 180);

describe("the renewal of a term", () => {
  it("appears 180 days before expiry, once", () => {
    expect(plan({})).toMatchObject({
      kind: "create",
      fields: { dueOn: "2026-12-31", noticeDeadlineOn: "2026-10-02", targetArr: "1000.0000", ownerId: "t" },
    });
    expect(plan({ termStartsOn: "2026-05-23", expiresOn: "2027-05-22" }).kind).toBe("create");
    expect(plan({ termStartsOn: "2026-05-24", expiresOn: "2027-05-23" }).kind).toBe("none");
    expect(plan({}, {}).kind).toBe("none");
    expect(plan({}, null, ["2026-12-31"]).kind).toBe("none");
  });

  it("of several years appears 180 days before its first anniversary, so that the check-points are there in time", () => {
    expect(plan({ termStartsOn: "2026-05-23", expiresOn: "2029-05-22" })).toMatchObject({
      kind: "create",
      fields: { dueOn: "2029-05-22" },
    });
    expect(plan({ termStartsOn: "2026-05-24", expiresOn: "2029-05-23" }).kind).toBe("none");
    expect(plan({ termStartsOn: "2024-01-01", expiresOn: "2028-12-31" }).kind).toBe("create");
  });

  it("follows an amendment of the contract, except in what a person set", () => {
    expect(plan({ targetArr: "1500.00", expiresOn: "2027-01-31" }, {})).toEqual({
      kind: "amend",
      renewalId: "r",
      fields: {
        termEndsOn: "2027-01-31",
        dueOn: "2027-01-31",
        noticeDeadlineOn: "2026-11-02",
        targetArr: "1500.00",
      },
    });
    expect(
      plan({ targetArr: "1500.00", ownerId: "u" }, { isTargetStated: true, isOwnerPinned: true }).kind,
    ).toBe("none");
    expect(plan({ ownerId: null }, {}).kind).toBe("none");
  });

  it("is withdrawn with its contract or when that no longer ends", () => {
    expect(plan({ isArchived: true }, {}).kind).toBe("withdraw");
    expect(plan({ expiresOn: null }, {}).kind).toBe("withdraw");
    expect(plan({ isArchived: true }).kind).toBe("none");
  });

  it("of the past is made where nothing followed and there is something to decide", () => {
    const past = { expiresOn: "2026-10-31" };
    expect(plan(past).kind).toBe("create");
    expect(plan({ ...past, isFollowed: true }).kind).toBe("none");
    expect(plan({ ...past, targetArr: "0" }).kind).toBe("none");
    expect(plan({ isImplied: true, targetArr: "0.0000" }).kind).toBe("none");
  });

  it("of the past goes again when what followed comes to be known, unless it was open before", () => {
    const past = { expiresOn: "2026-10-31", isFollowed: true };
    const standing = { dueOn: "2026-10-31", termEndsOn: "2026-10-31", noticeDeadlineOn: "2026-08-02" };
    expect(plan(past, { ...standing, madeOn: today })).toEqual({ kind: "withdraw", renewalId: "r" });
    expect(plan(past, standing).kind).toBe("none");
  });

  it("was renewed where a sheet has gone on to the next term; a nearer date is a correction", () => {
    const sheet = { isSheet: true, isImplied: true };
    expect(plan({ ...sheet, expiresOn: "2027-12-31" }, {})).toEqual({
      kind: "renewed-in-sheet",
      renewalId: "r",
      termStartsOn: "2027-01-01",
      termEndsOn: "2027-12-31",
    });
    expect(plan({ ...sheet, expiresOn: "2027-06-29" }, {}).kind).toBe("amend");
    expect(plan({ expiresOn: "2027-12-31" }, {}).kind).toBe("amend");
  });

  it("renews by itself when its day has passed, unless it was made afterwards or is doubted", () => {
    const passed = { autoRenews: true, expiresOn: "2026-11-22" };
    const standing = { dueOn: "2026-11-22", termEndsOn: "2026-11-22" };
    expect(plan(passed, standing).kind).toBe("auto-renew");
    expect(plan(passed, { ...standing, madeOn: "2026-11-23" }).kind).not.toBe("auto-renew");
    expect(plan(passed, { ...standing, isDoubted: true }).kind).not.toBe("auto-renew");
    expect(
      plan({ ...passed, expiresOn: "2026-11-23" }, { dueOn: "2026-11-23", termEndsOn: "2026-11-23" }).kind,
    ).not.toBe("auto-renew");
  });

  it("goes to the term that holds today where a contract renewed itself before we knew", () => {
    expect(plan({ autoRenews: true, expiresOn: "2024-02-29", renewalTermMonths: 12 })).toEqual({
      kind: "roll",
      termStartsOn: "2026-03-01",
      termEndsOn: "2027-02-28",
    });
    expect(plan({ autoRenews: true, expiresOn: "2024-02-29", isLive: false }).kind).toBe("create");
  });
});
