/**
 * Case folding that SQL and memory compute identically.
 *
 * The databases' own `lower()` depends on the collation provider and its Unicode version, JavaScript's on the
 * runtime. So all knowledge of Unicode stays here and SQL only gets two exact steps: `lower(x COLLATE "C")`, which
 * touches A–Z alone, and `translate()` with the few characters that matter for the text asked for (see
 * `foldingsInto`).
 *
 * A character folds to the lower case of its upper case, one code point to one code point; where that does not give
 * exactly one, it stays. Nothing outside ASCII folds into ASCII (so the Kelvin sign is not a k). Texts are compared
 * as stored: composed and decomposed accents are brought together where text enters the system, not here.
 */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = "";
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

/**
 * The characters outside ASCII that have to be translated in a column, after `lower(… COLLATE "C")`, so that comparing it with
 * the folded texts `needles` is the same as comparing the wholly folded column. Both strings have as many characters.
 */
export function foldingsInto(needles: readonly string[]): { from: string; to: string } {
  let from = "";
  let to = "";
  const wanted = new Set(needles.flatMap((needle) => [...needle]));
  for (const character of wanted) {
    if (isAscii(character)) continue;
    for (const source of sourcesOf().get(character) ?? []) {
      from += source;
      to += character;
    }
  }
  return { from, to };
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

function foldCharacter(character: string): string {
  const upper = character.toUpperCase();
  const folded = (isOneCharacter(upper) ? upper : character).toLowerCase();
  if (!isOneCharacter(folded)) return character;
  return isAscii(folded) && !isAscii(character) ? character : folded;
}

function isOneCharacter(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}

let sources: Map<string, string[]> | undefined;

/** Folded character → the others that fold into it. Made once, when a text outside ASCII is first asked for. */
function sourcesOf(): Map<string, string[]> {
  if (sources !== undefined) return sources;
  sources = new Map();
  // No character above U+1FFFF has a case.
  for (let codePoint = 0x80; codePoint < 0x20000; codePoint++) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
    const character = String.fromCodePoint(codePoint);
    const folded = foldCharacter(character);
    if (folded === character) continue;
    const known = sources.get(folded);
    if (known === undefined) sources.set(folded, [character]);
    else known.push(character);
  }
  return sources;
}

let orbits: number[][] | undefined;

/** The letters that fold alike, as code points, each set once; ASCII among them. */
export function caseOrbits(): readonly (readonly number[])[] {
  if (orbits !== undefined) return orbits;
  const pointOf = (character: string): number => character.codePointAt(0) ?? 0;
  const ascii = Array.from({ length: 26 }, (_, letter) => [65 + letter, 97 + letter]);
  const others = [...sourcesOf()].map(([folded, from]) => [folded, ...from].map(pointOf));
  orbits = [...ascii, ...others];
  return orbits;
}
