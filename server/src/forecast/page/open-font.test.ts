import { readFileSync } from "node:fs";
import { create, type Font } from "fontkit";
import { describe, expect, it } from "vitest";
import { fileOf, fontOf } from "./fonts.ts";
import { openFont, unpackWoff } from "./open-font.ts";

const outlines = (font: Font, text: string) => font.layout(text).glyphs.map((glyph) => glyph.path.toSVG());

describe("a font's file", () => {
  it.each([
    ["Škoda", "inter"],
    ["राष्ट्रीय", "noto-sans-devanagari"],
    ["ห้างไทย", "noto-sans-thai"],
    ["شركة", "ibm-plex-sans-arabic"],
  ])("unpacked draws %s as packed", (text, family) => {
    const name = fontOf(text[1] ?? "", "regular") ?? "";
    expect(name).toContain(family);
    const packed = create(readFileSync(fileOf(name))) as Font;
    const drawn = outlines(openFont(fileOf(name)), text);
    expect(drawn.join("").length).toBeGreaterThan(100);
    expect(drawn).toEqual(outlines(packed, text));
  });

  it("is unpacked once, however many pages are drawn", () => {
    const file = fileOf("inter-latin-400-normal");
    expect(openFont(file)).toBe(openFont(file));
  });

  it("that is not packed is left as it is", () => {
    const bare = unpackWoff(readFileSync(fileOf("inter-latin-400-normal")));
    expect(unpackWoff(bare)).toBe(bare);
  });
});
