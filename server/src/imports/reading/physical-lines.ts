import { Buffer, isUtf8 } from "node:buffer";

/** Why a line cannot be text at all, whatever its quotes and separators. */
export type LineFault = "undecodable" | "nul" | "line-too-long";

/** One line as an editor would number it, without its terminator. A faulty line keeps its beginning for the report. */
export type PhysicalLine = { number: number; text: string; bytes: number; fault?: LineFault };

const lf = 0x0a;
const cr = 0x0d;

/** A line longer than this is rejected and not kept: memory stays bounded whatever the file is. */
export const longestLineBytes = 1024 * 1024;
const keptOfTooLong = 4096;

/**
 * Cuts a stream of UTF-8 bytes into physical lines at LF, CRLF or CR, in constant memory. Lines are numbered from 1. A last
 * line without a terminator counts; the nothing after a last terminator does not.
 */
export class LineSplitter {
  #parts: Uint8Array[] = [];
  #bytes = 0;
  #number = 0;
  #skipsLf = false;

  push(chunk: Uint8Array): PhysicalLine[] {
    const lines: PhysicalLine[] = [];
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    if (this.#skipsLf && bytes.length > 0) {
      this.#skipsLf = false;
      if (bytes[0] === lf) start = 1;
    }
    // The next CR is looked up once and remembered, so that files with LF only are not searched to their end per line.
    let nextCr = bytes.indexOf(cr, start);
    while (start < bytes.length) {
      const nextLf = bytes.indexOf(lf, start);
      if (nextCr !== -1 && nextCr < start) nextCr = bytes.indexOf(cr, start);
      const isCr = nextCr !== -1 && (nextLf === -1 || nextCr < nextLf);
      const end = isCr ? nextCr : nextLf;
      if (end === -1) break;
      lines.push(this.#finish(bytes.subarray(start, end)));
      start = end + 1;
      if (!isCr) continue;
      if (start === bytes.length) this.#skipsLf = true;
      else if (bytes[start] === lf) start += 1;
    }
    if (start < bytes.length) this.#keep(bytes.subarray(start));
    return lines;
  }

  end(): PhysicalLine[] {
    return this.#bytes > 0 ? [this.#finish(Buffer.alloc(0))] : [];
  }

  /** Keeps the beginning of a line that goes on in the next chunk; of one that is too long, only its first bytes. */
  #keep(part: Uint8Array): void {
    this.#bytes += part.length;
    if (this.#bytes <= longestLineBytes) this.#parts.push(Uint8Array.from(part));
    else this.#parts = [Uint8Array.from(Buffer.concat([...this.#parts, part]).subarray(0, keptOfTooLong))];
  }

  #finish(last: Buffer): PhysicalLine {
    const size = this.#bytes + last.length;
    const bytes = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last]);
    this.#parts = [];
    this.#bytes = 0;
    this.#number += 1;
    const fault = faultOf(bytes, size);
    const text =
      fault === "line-too-long" ? bytes.toString("utf8", 0, keptOfTooLong) : bytes.toString("utf8");
    return { number: this.#number, text, bytes: size, ...(fault && { fault }) };
  }
}

function faultOf(bytes: Buffer, size: number): LineFault | undefined {
  if (size > longestLineBytes) return "line-too-long";
  if (bytes.includes(0)) return "nul";
  return isUtf8(bytes) ? undefined : "undecodable";
}
