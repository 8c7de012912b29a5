import { setTimeout as sleep } from "node:timers/promises";
import type { Api, KilledServer } from "./killed-server.ts";

type Import = {
  id: string;
  status: string;
  lines: { total: number; read: number; accepted: number; rejected: number };
  counts: { created: number; updated: number; unchanged: number; rejected: number };
};

export type ImportClient = {
  /** Uploads the files and starts their imports. */
  begin: () => Promise<void>;
  /** Looks at the imports; each of its answers while one runs is a sight of how far it has come. */
  look: () => Promise<readonly Import[]>;
  /** Waits until all are done. */
  settled: () => Promise<readonly Import[]>;
  /** In which of the server's lives lines were read. */
  lives: () => number;
  expected: readonly { total: number; rejected: number; created: number }[];
};

/** Rows in each file; some stand on two physical lines, some cannot be taken. */
const rowCount = 1_500;
const isBad = (row: number) => row % 50 === 7;
const isTwoLines = (row: number) => row % 40 === 3;
const goodRows = Array.from({ length: rowCount }, (_, row) => row).filter((row) => !isBad(row));

const accountsFile = textOf("id,name,employees,arr,next renewal date", (row) => [
  `I-${row}`,
  isTwoLines(row) ? `"Imported\n${row}"` : `Imported ${row}`,
  isBad(row) ? "many" : "12",
  "1200",
  "2028-06-30",
]);
const contactsFile = textOf("id,full name,email,account id", (row) => [
  `P-${row}`,
  isTwoLines(row) ? `"Imported\n${row}"` : `Imported ${row}`,
  isBad(row) ? "nobody" : `p${row}@imported.example`,
  `I-${goodRows[row % goodRows.length]}`,
]);

/** A person who imports two files, the second naming what the first brings. */
export function createImportClient(server: KilledServer, api: Api): ImportClient {
  const ids: string[] = [];
  const readIn = new Set<number>();
  let lastRead = 0;

  async function start(object: string, text: string): Promise<void> {
    const headers = { "content-type": "text/csv" };
    const query = `object=${object}&fileName=${object}.csv&source=crm`;
    const draft = await api<Import>(`imports?${query}`, { method: "POST", body: text, headers });
    // That it runs already is what a start answers whose first answer got lost.
    await api(`imports/${draft.id}/run`, { method: "POST", allows: 409 });
    ids.push(draft.id);
  }
  const look = async () => {
    const imports: Import[] = [];
    for (const id of ids) imports.push(await api<Import>(`imports/${id}`));
    const read = imports.reduce((sum, { lines }) => sum + lines.read, 0);
    if (read > lastRead) readIn.add(server.lives());
    lastRead = read;
    return imports;
  };

  return {
    async begin() {
      await start("accounts", accountsFile);
      await start("contacts", contactsFile);
    },
    look,
    async settled() {
      for (let waited = 0; waited < 180; waited += 1) {
        const imports = await look();
        if (imports.every(({ status }) => status !== "running")) return imports;
        await sleep(500);
      }
      throw new Error(`the imports did not come to an end: ${JSON.stringify(await look())}`);
    },
    lives: () => readIn.size,
    expected: [accountsFile, contactsFile].map((text) => ({
      total: text.split("\n").length - 1,
      rejected: rowCount - goodRows.length,
      created: goodRows.length,
    })),
  };
}

function textOf(header: string, cells: (row: number) => string[]): string {
  const rows = Array.from({ length: rowCount }, (_, row) => cells(row).join(","));
  return `${[header, ...rows].join("\n")}\n`;
}
