import { describe, expect, it } from "vitest";
import { runsOf } from "./runs.ts";

/** What stands on paper from left to right, each stretch with its family. */
const shown = (text: string) =>
  runsOf(text, "regular").map(({ font, text: own }) => [font.split("-")[0], own]);

describe("the stretches of a text", () => {
  it.each([
    ["Škoda Łódź", [["inter", "Škoda Łódź"]]],
    ["Ромашка", [["inter", "Ромашка"]]],
    [
      "한국전력 Inc",
      [
        ["gowun", "한국전력"],
        ["inter", " Inc"],
      ],
    ],
    ["株式会社さくら", [["sawarabi", "株式会社さくら"]]],
  ])("%s: in the fonts that have its letters", (text, runs) => {
    expect(joined(shown(text))).toEqual(runs);
  });

  it.each([
    ["东风汽车", "zcool"],
    ["臺灣電力", "chocolate"],
    ["日本", "sawarabi"],
  ])("%s stays in one family", (text, family) => {
    expect(new Set(shown(text).map(([of]) => of))).toEqual(new Set([family]));
  });

  it("puts words that run from right to left in their order, each as it is read, for the font to join", () => {
    expect(shown("شركة النيل")).toEqual([
      ["ibm", "النيل"],
      ["inter", " "],
      ["ibm", "شركة"],
    ]);
    expect(shown("אל על (2027)").map(([, own]) => own)).toEqual(["(", "2027", ") ", "על", " ", "אל"]);
    expect(shown("Nile شركة Ltd").map(([, own]) => own)).toEqual(["Nile ", "شركة", " Ltd"]);
  });

  it.each(["ห้างไทย", "राष्ट्रीय", "বাংলাদেশ", "தமிழ்நாடு"])("%s is one stretch, for its font to join", (text) => {
    expect(shown(text)).toEqual([["noto", text.normalize("NFC")]]);
  });

  it("shows what no font has as a question mark, and keeps marks with their letter", () => {
    expect(shown("ລາວ")).toEqual([["inter", "???"]]);
    expect(shown("بُ")).toEqual([["ibm", "بُ"]]);
  });
});

/** One family may come in several files. */
function joined(runs: (string | undefined)[][]) {
  const found: (string | undefined)[][] = [];
  for (const [family, text] of runs) {
    const last = found.at(-1);
    if (last && last[0] === family) last[1] = `${last[1]}${text}`;
    else found.push([family, text]);
  }
  return found;
}
