import { Buffer } from "node:buffer";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { detectDialect } from "./dialect.ts";
import { type FileOutcome, readFile } from "./read-file.ts";

/** Hands a file out in chunks of the given size, to break characters and line ends apart. */
function sourceOf(content: string | Uint8Array, chunkBytes = 7): () => AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return async function* () {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  };
}

async function read(content: string | Uint8Array, chunkBytes?: number) {
  const source = sourceOf(content, chunkBytes);
  const dialect = await detectDialect(source);
  const outcomes: FileOutcome[] = [];
  for await (const batch of readFile(source, dialect)) outcomes.push(...batch);
  return { dialect, outcomes };
}

const rowsOf = (outcomes: readonly FileOutcome[]) =>
  outcomes.flatMap((outcome) => (outcome.kind === "row" ? [outcome.values] : []));
const brokenOf = (outcomes: readonly FileOutcome[]) =>
  outcomes.flatMap((outcome) =>
    outcome.kind === "broken" ? [[outcome.line, outcome.lines, outcome.reason]] : [],
  );

/** Lines as an editor counts them: LF, CRLF or CR ends one; nothing after the last end is no line. */
function physicalLineCount(text: string): number {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.at(-1) === "" ? lines.length - 1 : lines.length;
}

function expectEveryLineOnce(outcomes: readonly FileOutcome[], total: number): void {
  let next = 1;
  for (const { line, lines } of outcomes) {
    expect(line).toBe(next);
    next += lines;
  }
  expect(next - 1).toBe(total);
}

describe("separators and headers", () => {
  test.each([
    [",", "a,b,c\n1,2,3\n"],
    [";", 'name;mrr;note\nA;"1.234,50";x, y\nB;3,5;z\n'],
    ["\t", "a\tb\n1\t2, or 3\n"],
    ["|", "a|b|c\n1|2|3\n"],
  ])("finds %j", async (separator, content) => {
    expect((await read(content)).dialect.separator).toBe(separator);
  });

  test("believes the sep= line of a spreadsheet and counts it", async () => {
    const { dialect, outcomes } = await read("sep=;\r\na;b\r\n1;2\r\n");
    expect(dialect.columns).toEqual(["a", "b"]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["directive", "header", "row"]);
  });

  test("names empty and repeated columns apart", async () => {
    const { dialect } = await read("name,,name,name (2),\n1,2,3,4,5\n");
    expect(dialect.columns).toEqual(["name", "column 2", "name (3)", "name (2)", "column 5"]);
  });

  test("a header that cannot be read rejects the file line by line", async () => {
    const { dialect, outcomes } = await read('id,"name\nA,B\nC,D\n');
    expect(dialect.columns).toEqual([]);
    expect(brokenOf(outcomes)).toEqual([
      [1, 1, "no-header"],
      [2, 1, "no-header"],
      [3, 1, "no-header"],
    ]);
  });
});

describe("encodings", () => {
  const text = "id,name\r\nA,Zoë € Müller\r\nB,日本 🎉\r\n";
  const western = "id,name\r\nA,Zoë € Müller\r\n";
  const rows = [
    ["A", "Zoë € Müller"],
    ["B", "日本 🎉"],
  ];

  test.each([
    ["utf-8", Buffer.from(text), "utf-8"],
    ["utf-8 with mark", Buffer.from(`\ufeff${text}`), "utf-8"],
    ["utf-16le with mark", iconv.encode(text, "utf-16le", { addBOM: true }), "utf-16le"],
    ["utf-16be with mark", iconv.encode(text, "utf-16be", { addBOM: true }), "utf-16be"],
    ["utf-16le without mark", iconv.encode(text, "utf-16le"), "utf-16le"],
    ["utf-16be without mark", iconv.encode(text, "utf-16be"), "utf-16be"],
  ])("%s", async (_, bytes, encoding) => {
    for (const chunk of [1, 3, 1000]) {
      const { dialect, outcomes } = await read(bytes, chunk);
      expect(dialect.encoding).toBe(encoding);
      expect(dialect.columns).toEqual(["id", "name"]);
      expect(rowsOf(outcomes)).toEqual(rows);
    }
  });

  test("windows-1252", async () => {
    const { dialect, outcomes } = await read(iconv.encode(western, "windows-1252"));
    expect(dialect.encoding).toBe("windows-1252");
    expect(rowsOf(outcomes)).toEqual(rows.slice(0, 1));
  });

  test("a damaged line in a UTF-8 file is rejected alone", async () => {
    const bytes = Buffer.concat([
      Buffer.from("id,name\nA,Zoë\nB,"),
      Buffer.from([0xfc]),
      Buffer.from("\nC,Ä\n"),
    ]);
    const { outcomes } = await read(bytes);
    expect(brokenOf(outcomes)).toEqual([[3, 1, "undecodable"]]);
    expect(rowsOf(outcomes)).toEqual([
      ["A", "Zoë"],
      ["C", "Ä"],
    ]);
  });
});

describe("lines", () => {
  test("LF, CRLF and CR mixed, empty lines, lines of separators, no final newline", async () => {
    const { outcomes } = await read("a,b\r\n1,2\r3,4\n\n,\r\n  \n5,6");
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(
      "header row row empty empty empty row".split(" "),
    );
    expectEveryLineOnce(outcomes, 7);
  });

  test("ragged rows and NUL bytes are rejected with their reason", async () => {
    const { outcomes } = await read("a,b\n1\n1,2,3\n1,\u0000\n1,2\n");
    expect(brokenOf(outcomes)).toEqual([
      [2, 1, "too-few-columns"],
      [3, 1, "too-many-columns"],
      [4, 1, "nul"],
    ]);
    expect(rowsOf(outcomes)).toEqual([["1", "2"]]);
  });

  test("a line longer than a megabyte is rejected without being kept", async () => {
    const { outcomes } = await read(`a,b\n1,${"x".repeat(1_100_000)}\n3,4\n`, 65_536);
    expect(brokenOf(outcomes)).toEqual([[2, 1, "line-too-long"]]);
    expect(outcomes[1]).toHaveProperty("text.length", 4096);
    expect(rowsOf(outcomes)).toEqual([["3", "4"]]);
  });
});

describe("quotes", () => {
  const good = (at: number) => `A-${at},Company ${at},2024-01-0${at % 9},${at}00`;
  const head = "id,name,signed,amount";
  const table = (...lines: string[]) => [head, ...[1, 2, 3, 4, 5].map(good), ...lines].join("\n");

  test("quoted separators, quotes, line ends; blanks around quotes; inch marks", async () => {
    const { outcomes } = await read('a,b\n"x, ""y""\r\nz", " p"\n5" pipe,say "hi" twice\n');
    expect(rowsOf(outcomes)).toEqual([
      ['x, "y"\nz', " p"],
      ['5" pipe', 'say "hi" twice'],
    ]);
  });

  test("an unclosed quote costs its own line only", async () => {
    const { outcomes } = await read(table('A-6,"Company 6,2024-01-06,600', good(7), good(8)));
    expect(brokenOf(outcomes)).toEqual([[7, 1, "quote-not-closed"]]);
    expect(rowsOf(outcomes)).toHaveLength(7);
  });

  test("even when a later stray quote seems to close it with the right number of columns", async () => {
    const lines = ['A-6,"Company 6,2024-01-06,600', good(7), 'A-8,Company eight",2024-01-08,800', good(9)];
    const { outcomes } = await read(table(...lines));
    expect(brokenOf(outcomes)).toEqual([
      [7, 1, "quote-not-closed"],
      [9, 1, "stray-quote"],
    ]);
    expect(rowsOf(outcomes)).toHaveLength(7);
  });

  test("or when nothing closes it for thousands of lines", async () => {
    const lines = Array.from({ length: 3000 }, (_, at) => good(at));
    const { outcomes } = await read(table('A-6,"Company 6,2024-01-06,600', ...lines), 65_536);
    expect(brokenOf(outcomes)).toEqual([[7, 1, "quote-not-closed"]]);
    expect(rowsOf(outcomes)).toHaveLength(3005);
  });

  test("a long cell whose lines hold as many separators as a row stays one cell", async () => {
    const { outcomes } = await read(
      table('A-6,"yes, no, maybe, later\nand, so, on, too",2024-01-06,600', good(7)),
    );
    expect(brokenOf(outcomes)).toEqual([]);
    expect(rowsOf(outcomes)[5]?.[1]).toBe("yes, no, maybe, later\nand, so, on, too");
  });

  test("the rest of a broken cell is not mistaken for rows", async () => {
    const { outcomes } = await read(
      table('A-6,"said "so\nyes, no, maybe, later\nend",2024-01-06,600', good(7)),
    );
    expect(rowsOf(outcomes)).toHaveLength(6);
    expect(brokenOf(outcomes).map(([line]) => line)).toEqual([7, 8, 9]);
  });
});

describe("properties", () => {
  test("any mess of bytes: every line in exactly one outcome, the same however it is chunked", async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '"',
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        '""',
        "a,b\n",
        "\u0000",
        "\ufeff",
        " ",
        '\n"',
        '",',
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 80 }),
        fc.integer({ min: 1, max: 40 }),
        async (pieces, chunk) => {
          const text = pieces.join("").replaceAll("\u0000", "\u0000a").toWellFormed();
          const whole = await read(text, 1_000_000);
          const chunked = await read(text, chunk);
          expect(chunked.outcomes).toEqual(whole.outcomes);
          const decoded = whole.dialect.encoding === "utf-8" ? text.replace(/^\ufeff/, "") : undefined;
          if (decoded !== undefined) expectEveryLineOnce(whole.outcomes, physicalLineCount(decoded));
        },
      ),
      { numRuns: 400 },
    );
  });

  test("arbitrary bytes never lose a line or throw", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const { outcomes } = await read(bytes, 5);
        const total = outcomes.reduce((sum, outcome) => sum + outcome.lines, 0);
        expectEveryLineOnce(outcomes, total);
        if (bytes.some((byte) => byte !== 10 && byte !== 13)) expect(total).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("what a correct writer wrote is read back", async () => {
    const value = fc
      .string({ unit: "grapheme", maxLength: 12 })
      .map((text) => text.trim())
      .filter((text) => !/[\r\0]/.test(text));
    const cell = fc
      .oneof(value, fc.constantFrom("a\nb", 'q"q', "x,y;z", '"', "\n\n", "é€🎉"), fc.constant(""))
      .map((text) => text.trim());
    const rows = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
      );
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(",", ";", "\t", "|"), async (cells, delimiter) => {
        const header = cells[0]?.map((_, at) => `column_${at}`) ?? [];
        const filled = cells.filter((row) => row.some((text) => text !== ""));
        const content = stringify([header, ...filled], { delimiter, quoted: true, record_delimiter: "\r\n" });
        const { dialect, outcomes } = await read(content, 11);
        expect(dialect.separator).toBe(delimiter);
        expect(rowsOf(outcomes)).toEqual(filled);
      }),
      { numRuns: 300 },
    );
  });
});
