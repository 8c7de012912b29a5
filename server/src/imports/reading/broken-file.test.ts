import { Buffer } from "node:buffer";
import { stringify } from "csv-stringify/sync";
import { expect, test } from "vitest";
import { detectDialect } from "./dialect.ts";
import { readFile } from "./read-file.ts";

/** A small repeatable source of chance: the file must be the same in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pick = chance(20261123);
const rowCount = 10_000;

function goodRow(at: number): string[] {
  const names = [
    `Company ${at}`,
    `Müller & Söhne ${at}`,
    `Acme, Inc. ${at}`,
    `The "Best" ${at}`,
    `日本 ${at}`,
  ];
  const notes = ["", "plain", "with, a comma", 'he said "no"', "two\nlines, and, more, of it", "a\n\nb"];
  const day = String(1 + (at % 28)).padStart(2, "0");
  const seats = String(pick(900));
  return [
    `A-${at}`,
    names[pick(names.length)] ?? "",
    `2024-03-${day}`,
    seats,
    notes[pick(notes.length)] ?? "",
    "True",
  ];
}

const damages: Record<string, (cells: string[]) => Buffer> = {
  "a quote never closed": ([id, name, ...rest]) =>
    Buffer.from(`${id},"${name?.replaceAll('"', "")},${tail(rest)}`),
  "a quote never opened": ([id, , ...rest]) => Buffer.from(`${id},Lost quote",${tail(rest)}`),
  "text after a quote": ([id, , ...rest]) => Buffer.from(`${id},"Some "text,${tail(rest)}`),
  "a column too many": (cells) => Buffer.from(`${cells[0]},plain,2024-03-01,5,note,True,extra`),
  "a column too few": (cells) => Buffer.from(`${cells[0]},plain,2024-03-01,5`),
  "a NUL byte": (cells) => Buffer.from(`${cells[0]},pl\u0000ain,2024-03-01,5,,True`),
  "bytes that are no UTF-8": (cells) =>
    Buffer.concat([
      Buffer.from(`${cells[0]},M`),
      Buffer.from([0xfc]),
      Buffer.from("ller,2024-03-01,5,,True"),
    ]),
};

function tail([on, seats]: string[]): string {
  return `${on},${seats},,True`;
}

test("10,000 rows with a tenth broken: every good row read, every broken line rejected, all lines accounted for", async () => {
  const kinds = Object.values(damages);
  const parts: Buffer[] = [Buffer.from("account_id,name,signed_on,seats,note,active\n")];
  const good: string[] = [];
  const badLines = new Set<number>();
  let line = 2;
  for (let at = 0; at < rowCount; at += 1) {
    const cells = goodRow(at);
    if (pick(10) === 0) {
      const damage = kinds[pick(kinds.length)];
      if (damage) parts.push(damage(cells), Buffer.from("\n"));
      badLines.add(line);
      line += 1;
      continue;
    }
    const text = stringify([cells]);
    parts.push(Buffer.from(text));
    good.push(cells[0] ?? "");
    line += text.split("\n").length - 1;
  }
  expect(badLines.size).toBeGreaterThan(900);
  const bytes = Buffer.concat(parts);
  const source = async function* () {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  };

  const dialect = await detectDialect(source);
  const read: string[] = [];
  const rejected = new Set<number>();
  let next = 1;
  for await (const batch of readFile(source, dialect)) {
    for (const outcome of batch) {
      expect(outcome.line).toBe(next);
      next += outcome.lines;
      if (outcome.kind === "row") read.push(outcome.values[0] ?? "");
      if (outcome.kind !== "broken") continue;
      for (let at = outcome.line; at < next; at += 1) rejected.add(at);
    }
  }
  expect(next).toBe(line);
  expect(read).toEqual(good);
  expect(rejected).toEqual(badLines);
});
