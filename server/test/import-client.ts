import { setTimeout as sleep } from "node:timers/promises";
import type { Api, KilledServer } from "./killed-server.ts";

type Import = {
  id: string;
  status: string;
  isStalled: boolean;
  lines: { total: number; read: number; accepted: number; rejected: number };
  counts: { created: number; updated: number; unchanged: number; rejected: number };
};

export type ImportClient = {
  /** Imports one file after the other, the second naming what the first brings; resolves with what became of them. */
  run: () => Promise<readonly Import[]>;
  /** Waits until lines were read in this life of the server, or nothing is left to read, or the time is over. */
  moved: (limitMs: number) => Promise<void>;
  /** In how many of the server's lives lines were read. */
  lives: () => number;
  expected: readonly { total: number; rejected: number; created: number }[];
};

/** Rows in each file; some stand on two physical lines, some cannot be taken. */
const rowCount = 1_100;
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
  const readIn = new Set<number>();
  let isOver = false;

  async function importOne(object: string, text: string): Promise<Import> {
    const headers = { "content-type": "text/csv" };
    const query = `object=${object}&fileName=${object}.csv&source=crm`;
    const { id } = await api<Import>(`imports?${query}`, { method: "POST", body: text, headers });
    // That it runs already is what a start answers whose first answer got lost.
    const start = () => api(`imports/${id}/run`, { method: "POST", allows: 409 });
    await start();
    for (let read = 0; ; ) {
      const one = await api<Import>(`imports/${id}`);
      if (one.lines.read > read) readIn.add(server.lives());
      read = one.lines.read;
      if (one.status !== "running") return one;
      // Its workers died too often: a person sees that it has stopped moving and lets it go on.
      if (one.isStalled) await start();
      await sleep(250);
    }
  }

  return {
    async run() {
      const done = [await importOne("accounts", accountsFile), await importOne("contacts", contactsFile)];
      isOver = true;
      return done;
    },
    async moved(limitMs) {
      for (let waited = 0; waited < limitMs && !isOver; waited += 50) {
        if (readIn.has(server.lives())) return;
        await sleep(50);
      }
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
