import { createRequire } from "node:module";
import { familyOf, fontOf, hanFamilyOf, type Weight } from "./fonts.ts";

/** A stretch of text that one font file can draw. */
export type Run = { font: string; text: string };

type Stretch = Run & { level: number };

/** Stands for a character that no font here has. */
const unknown = "?";
/** Marks, joiners and selectors belong to the letter before them. */
const joining = /[\p{M}\u200c\u200d]/u;
/** Its types speak of a module, the package of a script that exports one function. */
const bidi = (createRequire(import.meta.url)("bidi-js") as typeof import("bidi-js").default)();

/**
 * Cuts a text where its characters need another font, in the order in which the stretches stand on paper from left to right
 * (Unicode's bidirectional algorithm). A character that no font has becomes a question mark.
 */
export function runsOf(text: string, weight: Weight): Run[] {
  return inVisualOrder(stretchesOf(text.normalize("NFC"), weight)).map(({ font, text: own, level }) => ({
    font,
    text: level % 2 === 1 && !isShapedBackwards(own) ? mirrored(own) : own,
  }));
}

function stretchesOf(text: string, weight: Weight): Stretch[] {
  const { levels } = bidi.getEmbeddingLevels(text);
  const han = hanFamilyOf(text);
  const stretches: Stretch[] = [];
  let at = 0;
  for (const character of text) {
    const level = levels[at] ?? 0;
    at += character.length;
    const last = stretches.at(-1);
    const family = last && joining.test(character) ? familyOf(last.font) : han;
    const found = fontOf(character, weight, family);
    const font = found ?? fontOf(unknown, weight) ?? "";
    const drawn = found ? character : unknown;
    if (last?.font === font && last.level === level) last.text += drawn;
    else stretches.push({ font, text: drawn, level });
  }
  return stretches;
}

/** Rule L2: from the highest level down to the lowest odd one, whatever stands at that level or above is turned round. */
function inVisualOrder(stretches: Stretch[]): Stretch[] {
  const highest = Math.max(0, ...stretches.map(({ level }) => level));
  let ordered = stretches;
  for (let level = highest; level > 0; level -= 1) {
    const turned: Stretch[] = [];
    for (let at = 0; at < ordered.length; ) {
      let end = at;
      while ((ordered[end]?.level ?? -1) >= level) end += 1;
      if (end === at) turned.push(...ordered.slice(at, ++end));
      else turned.push(...ordered.slice(at, end).reverse());
      at = end;
    }
    ordered = turned;
  }
  return ordered;
}

/** What holds letters of these scripts the font's own shaping turns round, since joined forms need the order of reading. */
const isShapedBackwards = (text: string) => /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);

/** Punctuation and spaces between words that run from right to left: backwards, brackets turned. */
const mirrored = (text: string) =>
  [...text]
    .reverse()
    .map((character) => bidi.getMirroredCharacter(character) ?? character)
    .join("");
