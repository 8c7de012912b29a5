import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { create, type Font } from "fontkit";

const opened = new Map<string, Font>();

/** The font in a WOFF file, unpacked once for the life of the process: its reader would inflate all outlines for every glyph. */
export function openFont(file: string): Font {
  const known = opened.get(file) ?? (create(unpackWoff(readFileSync(file))) as Font);
  opened.set(file, known);
  return known;
}

/** The bare font (sfnt) that a WOFF 1 file packs table by table (https://www.w3.org/TR/WOFF/). */
export function unpackWoff(packed: Buffer): Buffer {
  if (packed.toString("latin1", 0, 4) !== "wOFF") return packed;
  const count = packed.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, at) => {
    const entry = 44 + 20 * at;
    const [offset, size, fullSize] = [4, 8, 12].map((field) => packed.readUInt32BE(entry + field)) as [
      number,
      number,
      number,
    ];
    const stored = packed.subarray(offset, offset + size);
    const head = { tag: packed.subarray(entry, entry + 4), sum: packed.readUInt32BE(entry + 16) };
    return { ...head, bytes: size < fullSize ? inflateSync(stored) : stored };
  });
  const start = 12 + 16 * count;
  const size = tables.reduce((sum, { bytes }) => sum + padded(bytes.length), start);
  const font = Buffer.alloc(size);
  packed.copy(font, 0, 4, 8);
  const largestPower = 2 ** Math.floor(Math.log2(count));
  font.writeUInt16BE(count, 4);
  font.writeUInt16BE(16 * largestPower, 6);
  font.writeUInt16BE(Math.log2(largestPower), 8);
  font.writeUInt16BE(16 * (count - largestPower), 10);
  let offset = start;
  for (const [at, { tag, sum, bytes }] of tables.entries()) {
    const entry = 12 + 16 * at;
    tag.copy(font, entry);
    font.writeUInt32BE(sum, entry + 4);
    font.writeUInt32BE(offset, entry + 8);
    font.writeUInt32BE(bytes.length, entry + 12);
    bytes.copy(font, offset);
    offset += padded(bytes.length);
  }
  return font;
}

/** Tables begin at multiples of four. */
const padded = (length: number): number => Math.ceil(length / 4) * 4;
