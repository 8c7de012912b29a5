import { isAscii } from "node:buffer";

/** The encodings a sheet arrives in. UTF-16 and UTF-8 come with or without a byte order mark. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** What was decided about a file's bytes, and how many leading bytes (the byte order mark) are not text. */
export type DetectedEncoding = { encoding: Encoding; bomBytes: number };

const sampleBytes = 64 * 1024;

/**
 * Decides the encoding of a file from all of its bytes, in constant memory.
 *
 * A byte order mark decides at once; so do the zero bytes of UTF-16 text without one. Everything else is UTF-8 unless its
 * bytes break UTF-8 more often than they form its multi-byte characters: a Windows-1252 text hardly ever forms one by chance,
 * while a UTF-8 file with a few damaged lines forms many. Lines that stay undecodable are rejected one by one later.
 */
export class EncodingDetector {
  #head = Buffer.alloc(0);
  #multiByte = 0;
  #broken = 0;
  #expected = 0;

  observe(chunk: Uint8Array): void {
    if (this.#head.length < sampleBytes) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, sampleBytes - this.#head.length)]);
    }
    if (this.#expected === 0 && isAscii(chunk)) return;
    for (const byte of chunk) this.#observeByte(byte);
  }

  /** A reading of UTF-8 that is exact enough to count: lead byte, then as many continuation bytes as it announces. */
  #observeByte(byte: number): void {
    if (this.#expected > 0) {
      if (byte >= 0x80 && byte <= 0xbf) {
        this.#expected -= 1;
        if (this.#expected === 0) this.#multiByte += 1;
        return;
      }
      this.#expected = 0;
      this.#broken += 1;
    }
    if (byte < 0x80) return;
    if (byte >= 0xc2 && byte <= 0xdf) this.#expected = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.#expected = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.#expected = 3;
    else this.#broken += 1;
  }

  decide(): DetectedEncoding {
    const [a, b, c] = this.#head;
    if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", bomBytes: 3 };
    if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", bomBytes: 2 };
    if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", bomBytes: 2 };
    const wide = zeroByteSide(this.#head);
    if (wide) return { encoding: wide, bomBytes: 0 };
    const broken = this.#broken + (this.#expected > 0 ? 1 : 0);
    return { encoding: broken > this.#multiByte ? "windows-1252" : "utf-8", bomBytes: 0 };
  }
}

/** Text of mostly Western letters has a zero in every second byte when it is UTF-16; a stray NUL byte does not do that. */
function zeroByteSide(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  let even = 0;
  let odd = 0;
  for (const [at, byte] of head.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  const pairs = head.length / 2;
  if (odd > pairs * 0.3 && even < pairs * 0.05) return "utf-16le";
  if (even > pairs * 0.3 && odd < pairs * 0.05) return "utf-16be";
  return undefined;
}
