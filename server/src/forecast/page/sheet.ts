import PDFDocument from "pdfkit";
import { fileOf, type Weight } from "./fonts.ts";
import { openFont } from "./open-font.ts";
import { runsOf } from "./runs.ts";

export type Style = { size?: number; weight?: Weight; colour?: string; align?: "left" | "right" | "center" };
export type Box = { x: number; y: number; width: number };

/** Colours of the screen's light side, so that a chart means the same on paper. */
export const colours = {
  paper: "#ffffff",
  ink: "#1c1d1f",
  soft: "#55575c",
  line: "#d3d2cc",
  sunken: "#f4f3ef",
  now: "#2f55c8",
  likely: "#7a9bea",
  risk: "#c9862b",
  loss: "#b3261e",
  before: "#86888e",
  gain: "#1d7a4f",
} as const;

/** Of the usual font: letters of all scripts stand on one line, however tall their own fonts are. */
const ascent = 0.96875;

/** Letters with all that is written on and around them: a name is never cut within one. */
const graphemes = new Intl.Segmenter("en");

/** One page to draw on: text in any script there is a font for, cut to its room; lines and boxes as vectors. */
export class Sheet {
  readonly width: number;
  readonly height: number;
  private readonly document: PDFKit.PDFDocument;
  private readonly known = new Set<string>();
  private readonly parts: Buffer[] = [];

  constructor(paper: "a4" | "letter", about: { title: string; author: string; at: Temporal.Instant }) {
    this.document = new PDFDocument({
      size: paper === "a4" ? "A4" : "LETTER",
      margin: 0,
      lang: "en",
      displayTitle: true,
      font: openFont(fileOf("inter-latin-400-normal")) as never,
      info: {
        Title: about.title,
        Author: about.author,
        Creator: "Perennial",
        CreationDate: new Date(about.at.epochMilliseconds),
      },
    });
    this.document.on("data", (part: Buffer) => this.parts.push(part));
    this.width = this.document.page.width;
    this.height = this.document.page.height;
  }

  /** Writes one line, shortened with … where it is longer than its room. */
  text(text: string, { x, y, width }: Box, style: Style = {}): void {
    const { size = 8, weight = "regular", colour = colours.ink, align = "left" } = style;
    const shown = this.cut(text, width, size, weight);
    const room = width - this.widthOf(shown, size, weight);
    let at = x + (align === "right" ? room : align === "center" ? room / 2 : 0);
    for (const run of runsOf(shown, weight)) {
      this.use(run.font, size);
      const baseline = y + ascent * size;
      this.document
        .fillColor(colour)
        .text(run.text, at, baseline, { lineBreak: false, baseline: "alphabetic" });
      at += this.document.widthOfString(run.text);
    }
  }

  /** Writes a paragraph over as many lines as it may have; what is left is cut with …. Gives the height it took. */
  paragraph(text: string, { x, y, width }: Box, lines: number, style: Style = {}): number {
    const { size = 8, weight = "regular" } = style;
    const rows: string[] = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${rows.at(-1)} ${word}`.trim();
      if (rows.length === lines || this.widthOf(longer, size, weight) <= width)
        rows[rows.length - 1] = longer;
      else rows.push(word);
    }
    const height = size * 1.35;
    for (const [at, row] of rows.entries()) this.text(row, { x, y: y + at * height, width }, style);
    return rows.length * height;
  }

  widthOf(text: string, size: number, weight: Weight = "regular"): number {
    return runsOf(text, weight).reduce((sum, run) => {
      this.use(run.font, size);
      return sum + this.document.widthOfString(run.text);
    }, 0);
  }

  box(x: number, y: number, width: number, height: number, colour: string): void {
    this.document.rect(x, y, width, height).fill(colour);
  }

  line(x1: number, y1: number, x2: number, y2: number, colour: string = colours.line, thickness = 0.5): void {
    this.document.moveTo(x1, y1).lineTo(x2, y2).lineWidth(thickness).stroke(colour);
  }

  /** The finished file. */
  async end(): Promise<Buffer> {
    const ended = new Promise((done) => this.document.once("end", done));
    this.document.end();
    await ended;
    return Buffer.concat(this.parts);
  }

  private cut(text: string, width: number, size: number, weight: Weight): string {
    if (this.widthOf(text, size, weight) <= width) return text;
    let kept = [...graphemes.segment(text)].map(({ segment }) => segment);
    while (kept.length > 0 && this.widthOf(`${kept.join("")}…`, size, weight) > width)
      kept = kept.slice(0, -1);
    return `${kept.join("").trimEnd()}…`;
  }

  private use(font: string, size: number): void {
    // It takes a font that is open as well, which its types do not say.
    if (!this.known.has(font)) this.document.registerFont(font, openFont(fileOf(font)) as never);
    this.known.add(font);
    this.document.font(font).fontSize(size);
  }
}
