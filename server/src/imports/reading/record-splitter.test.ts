import { expect, test } from "vitest";
import type { PhysicalLine } from "./physical-lines.ts";
import { longestQuotedBytes, longestQuotedLines, RecordSplitter } from "./record-splitter.ts";

const lineOf = (number: number, text: string): PhysicalLine => ({ number, text, bytes: text.length });

/** How many lines after the one with the open quote are taken in before the splitter gives it up. */
function linesHeldBack(text: string): number {
  const splitter = new RecordSplitter({ separator: ",", columns: 2 });
  expect(splitter.push([lineOf(1, 'A,"open')])).toEqual([]);
  for (let number = 2; ; number += 1) {
    const [first] = splitter.push([lineOf(number, text)]);
    if (!first) continue;
    expect(first).toMatchObject({ kind: "broken", line: 1, lines: 1, reason: "quote-not-closed" });
    return number;
  }
}

test("an open quote holds back a bounded number of lines, and of bytes, before the file's end is known", () => {
  expect(linesHeldBack("B,2")).toBe(longestQuotedLines);
  const kilobyte = 1024;
  const held = linesHeldBack(`B,${"x".repeat(kilobyte - 3)}`);
  expect(held).toBe(longestQuotedBytes / kilobyte + 1);
});
