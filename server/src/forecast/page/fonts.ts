import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export type Weight = "regular" | "bold";

/** A stretch of text that one font file can draw. */
export type Run = { font: string; text: string };

const files = createRequire(import.meta.url);

/** Fonts in the order they are asked, cut by their makers into files for some characters each. */
const families = [
  { name: "inter", weights: { regular: 400, bold: 600 } },
  // One weight: names in Japanese stand in a table, not in a heading.
  { name: "sawarabi-gothic", weights: { regular: 400, bold: 400 } },
] as const;

type Range = { from: number; to: number; family: number; part: string };

/** Stands for a character that no font here has. */
const unknown = "?";

function rangesOf(text: string): { from: number; to: number }[] {
  return text.split(",").map((range) => {
    const [from = "", to = from] = range.trim().replace("U+", "").split("-");
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
  });
}

const ranges: readonly Range[] = families.flatMap(({ name }, family) => {
  const parts: Record<string, string> = JSON.parse(
    readFileSync(files.resolve(`@fontsource/${name}/unicode.json`), "utf8"),
  );
  // Letters with marks stand in several parts; the largest part is asked first, so that a word stays in one font.
  const order = (part: string) => ["latin", "latin-ext", "greek", "cyrillic"].indexOf(part) >>> 0;
  return Object.entries(parts)
    .toSorted(([a], [b]) => order(a) - order(b))
    .flatMap(([part, text]) =>
      rangesOf(text).map((range) => ({ ...range, family, part: part.replace(/[[\]]/g, "") })),
    );
});

function fontOf(character: string, weight: Weight): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  const range = ranges.find(({ from, to }) => from <= code && code <= to);
  const family = range && families[range.family];
  return family && `${family.name}-${range.part}-${family.weights[weight]}-normal`;
}

/** Cuts a text where its characters need another font. A character that none has becomes a question mark. */
export function runsOf(text: string, weight: Weight): Run[] {
  const runs: Run[] = [];
  for (const character of text.normalize("NFC")) {
    const font = fontOf(character, weight);
    const last = runs.at(-1);
    const drawn = font ? character : unknown;
    const its = font ?? fontOf(unknown, weight) ?? "";
    if (last?.font === its) last.text += drawn;
    else runs.push({ font: its, text: drawn });
  }
  return runs;
}

/** The file of a font named by {@link runsOf}. */
export function fileOf(font: string): string {
  const family = families.find(({ name }) => font.startsWith(name));
  return join(dirname(files.resolve(`@fontsource/${family?.name}/unicode.json`)), "files", `${font}.woff`);
}
