import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { openFont } from "./open-font.ts";

export type Weight = "regular" | "bold";

const files = createRequire(import.meta.url);

/** One weight where a script has no other: names in it stand in a table, not in a heading. */
const single = { regular: 400, bold: 400 };
const both = { regular: 400, bold: 600 };

/** Fonts in the order they are asked, cut by their makers into files for some characters each. */
const families = [
  { name: "inter", weights: both, isHan: false },
  { name: "ibm-plex-sans-arabic", weights: both, isHan: false },
  { name: "noto-sans-hebrew", weights: both, isHan: false },
  { name: "noto-sans-thai", weights: both, isHan: false },
  { name: "noto-sans-devanagari", weights: both, isHan: false },
  { name: "noto-sans-bengali", weights: both, isHan: false },
  { name: "noto-sans-tamil", weights: both, isHan: false },
  { name: "gowun-dodum", weights: single, isHan: false },
  // Japanese, simplified and traditional Chinese.
  { name: "sawarabi-gothic", weights: single, isHan: true },
  { name: "zcool-xiaowei", weights: single, isHan: true },
  { name: "chocolate-classical-sans", weights: single, isHan: true },
] as const;
type Family = (typeof families)[number];
type Range = { from: number; to: number; family: Family; part: string };

function rangesOf(text: string): { from: number; to: number }[] {
  return text.split(",").map((range) => {
    const [from = "", to = from] = range.trim().replace("U+", "").split("-");
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
  });
}

const ranges: readonly Range[] = families.flatMap((family) => {
  const parts: Record<string, string> = JSON.parse(
    readFileSync(files.resolve(`@fontsource/${family.name}/unicode.json`), "utf8"),
  );
  // Letters with marks stand in several parts; the largest part is asked first, so that a word stays in one font.
  const order = (part: string) => ["latin", "latin-ext", "greek", "cyrillic"].indexOf(part) >>> 0;
  return Object.entries(parts)
    .toSorted(([a], [b]) => order(a) - order(b))
    .flatMap(([part, text]) =>
      rangesOf(text).map((range) => ({ ...range, family, part: part.replace(/[[\]]/g, "") })),
    );
});

/** The family of a font named by {@link fontOf}, and its file. */
export const familyOf = (font: string) => families.find(({ name }) => font.startsWith(`${name}-`))?.name;
export const fileOf = (font: string) =>
  join(dirname(files.resolve(`@fontsource/${familyOf(font)}/unicode.json`)), "files", `${font}.woff`);

/** A file's makers list the characters it may hold; which of them it has, only the file says. */
const hasGlyph = (font: string, code: number): boolean => openFont(fileOf(font)).hasGlyphForCodePoint(code);

const nameOf = ({ family, part }: Range, weight: Weight) =>
  `${family.name}-${part}-${family.weights[weight]}-normal`;

const found = new Map<string, string | undefined>();

/** The font that draws a character, of the family `preferred` where that one can; nothing where none can. */
export function fontOf(character: string, weight: Weight, preferred?: string): string | undefined {
  const key = `${character} ${weight} ${preferred}`;
  if (!found.has(key)) found.set(key, findFont(character, weight, preferred));
  return found.get(key);
}

function findFont(character: string, weight: Weight, preferred: string | undefined): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  const able = ranges.filter(
    (range) => range.from <= code && code <= range.to && hasGlyph(nameOf(range, weight), code),
  );
  const range = able.find(({ family }) => family.name === preferred) ?? able[0];
  return range && nameOf(range, weight);
}

/** The family that draws most Chinese characters of a text, so that a name stays in one hand. */
export function hanFamilyOf(text: string): string | undefined {
  const characters = text.match(/\p{Script=Han}/gu);
  if (!characters) return undefined;
  const counts = families.flatMap(({ name, isHan }) => {
    const has = (character: string) => familyOf(fontOf(character, "regular", name) ?? "") === name;
    return isHan ? [{ name, count: characters.filter(has).length }] : [];
  });
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).name;
}
