import { Buffer } from "node:buffer";
import iconv from "iconv-lite";
import type { DetectedEncoding } from "./encoding.ts";

/** Turns the bytes of a file into UTF-8, piece by piece. */
export type Utf8Converter = { push(chunk: Uint8Array): Uint8Array; end(): Uint8Array };

/** A byte that no UTF-8 text contains: it stands where the source could not be decoded, so that the line is found invalid. */
const undecodable = Buffer.from([0xff]);

/**
 * Makes the converter for a detected encoding. After it, the rest of the reader knows one encoding only, and a line with a
 * character that could not be decoded is exactly a line that is not valid UTF-8.
 */
export function toUtf8({ encoding, bomBytes }: DetectedEncoding): Utf8Converter {
  const withoutBom = dropLeading(bomBytes);
  if (encoding === "utf-8") return { push: withoutBom, end: () => new Uint8Array() };
  const decoder = iconv.getDecoder(encoding, { stripBOM: false });
  let held = "";
  let odd = false;
  const convert = (decoded: string, isLast: boolean): Uint8Array => {
    let text = held + decoded;
    held = "";
    const last = text.charCodeAt(text.length - 1);
    if (!isLast && last >= 0xd800 && last <= 0xdbff) {
      held = text.slice(-1);
      text = text.slice(0, -1);
    }
    return encodeMarkingLost(text, encoding === "windows-1252");
  };
  return {
    push(chunk) {
      const bytes = withoutBom(chunk);
      if (bytes.length % 2 === 1) odd = !odd;
      return convert(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)), false);
    },
    end() {
      const rest = convert(decoder.end() ?? "", true);
      const isTruncated = odd && encoding !== "windows-1252";
      return isTruncated ? Buffer.concat([rest, undecodable]) : rest;
    },
  };
}

function dropLeading(count: number): (chunk: Uint8Array) => Uint8Array {
  let left = count;
  return (chunk) => {
    const skip = Math.min(left, chunk.length);
    left -= skip;
    return chunk.subarray(skip);
  };
}

/** Lone surrogates, and in Windows-1252 the replacement character of its five unassigned bytes, become the undecodable byte. */
function encodeMarkingLost(text: string, isReplacementLost: boolean): Uint8Array {
  const isWhole = text.isWellFormed() && !(isReplacementLost && text.includes("\ufffd"));
  if (isWhole) return Buffer.from(text, "utf8");
  const parts: Buffer[] = [];
  for (const character of text) {
    const isLost = !character.isWellFormed() || (isReplacementLost && character === "\ufffd");
    parts.push(isLost ? undecodable : Buffer.from(character, "utf8"));
  }
  return Buffer.concat(parts);
}
