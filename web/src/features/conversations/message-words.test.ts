import { describe, expect, test } from "vitest";
import { foldedPart, standingOf } from "./message-words.ts";

const open = { status: "open", lastStatus: "sent", lastDirection: "out", answeredAt: null } as const;

describe("where a conversation stands", () => {
  test.each([
    [open, "awaits-them"],
    [{ ...open, answeredAt: "2026-11-01T09:00:00.000Z" }, "answered"],
    [{ ...open, lastDirection: "in", lastStatus: "received" }, "awaits-us"],
    [{ ...open, status: "closed" }, "closed"],
    [{ ...open, status: "closed", lastStatus: "in-doubt" }, "needs-decision"],
    [{ ...open, lastStatus: "held" }, "held"],
    [{ ...open, lastStatus: "bounced" }, "bounced"],
  ] as const)("%j is %s", (conversation, standing) => {
    expect(standingOf(conversation)).toBe(standing);
  });
});

describe("what is folded", () => {
  test("quoted text below the reply", () => {
    expect(foldedPart({ text: "Fine.\n\n> Shall we?", reply: "Fine." })).toBe("> Shall we?");
  });
  test("nothing when the whole message is new", () => {
    expect(foldedPart({ text: "Fine.\n", reply: "Fine." })).toBeNull();
  });
  test("everything when the reply was taken out of the middle", () => {
    expect(foldedPart({ text: "> Shall we?\nFine.", reply: "Fine." })).toBe("> Shall we?\nFine.");
  });
});
