import type { TableCatalog } from "./catalog.ts";

/*
 * A backup is one file, compressed with zstd (with its checksum): a line that says what it is, a line of JSON (the
 * header), then frames. A frame is one letter, the length of its content as 32 bits, and the content:
 * D rows of the present table in COPY's text form · T end of that table, with its row count · E end of the backup.
 * Tables come in the order of the header.
 */

export const MAGIC = "perennial-backup 1\n";

export type BackupHeader = {
  createdAt: string;
  postgres: string;
  migrations: { number: number; name: string; checksum: string }[];
  tables: TableCatalog[];
};

export type Frame =
  | { kind: "D"; rows: Buffer }
  | { kind: "T"; rowCount: number }
  | { kind: "E"; tableCount: number; rowCount: number };

export function encodeHeader(header: BackupHeader): Buffer {
  return Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`);
}

export function encodeFrame(frame: Frame): Buffer {
  const { kind, ...rest } = frame;
  const content = frame.kind === "D" ? frame.rows : Buffer.from(JSON.stringify(rest));
  const head = Buffer.alloc(5);
  head.write(kind, 0, "latin1");
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** Reads a backup's bytes back; throws an Error when they are no backup, cut short or of another format. */
export async function* decodeBackup(bytes: AsyncIterable<Buffer>): AsyncGenerator<BackupHeader | Frame> {
  const reader = createReader(bytes);
  const magic = await reader.line();
  if (`${magic}\n` !== MAGIC) throw new Error("it is not a backup of Perennial, or one of a newer format");
  yield JSON.parse(await reader.line()) as BackupHeader;
  for (;;) {
    const head = await reader.take(5);
    const kind = head.toString("latin1", 0, 1);
    const content = await reader.take(head.readUInt32BE(1));
    if (kind === "D") yield { kind, rows: content };
    else if (kind === "T") yield { kind, ...(JSON.parse(content.toString()) as { rowCount: number }) };
    else if (kind === "E") {
      yield { kind, ...(JSON.parse(content.toString()) as { tableCount: number; rowCount: number }) };
      return;
    } else throw new Error(`it is damaged: unknown frame ${JSON.stringify(kind)}`);
  }
}

function createReader(bytes: AsyncIterable<Buffer>) {
  const iterator = bytes[Symbol.asyncIterator]();
  let buffer: Buffer = Buffer.alloc(0);
  const more = async () => {
    const next = await iterator.next();
    if (next.done) throw new Error("it is cut short");
    buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value]);
  };
  const take = async (length: number) => {
    while (buffer.length < length) await more();
    const taken = buffer.subarray(0, length);
    buffer = buffer.subarray(length);
    return taken;
  };
  return {
    take,
    async line() {
      while (!buffer.includes(0x0a)) await more();
      const line = await take(buffer.indexOf(0x0a) + 1);
      return line.toString("utf8", 0, line.length - 1);
    },
  };
}
