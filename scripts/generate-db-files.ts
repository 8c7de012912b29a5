// `npm run db:generate`: migrates a scratch database and writes what follows from it, server/db/schema.sql and types.ts.
import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { generatedFiles } from "../server/db/generated-files.ts";
import { startTestServer } from "../server/test/test-server.ts";

const server = await startTestServer();
try {
  for (const { path, text } of await generatedFiles(server.url)) {
    await writeFile(path, text);
    console.log(`wrote ${relative(process.cwd(), path)}`);
  }
} finally {
  await server.stop();
}
