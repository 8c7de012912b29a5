import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { expect, inject, test } from "vitest";
import { generatedFiles } from "./generated-files.ts";

test("server/db/schema.sql and types.ts are what the migrations come to (else: npm run db:generate)", async () => {
  for (const { path, text } of await generatedFiles(inject("postgres").url)) {
    expect(await readFile(path, "utf8"), `${basename(path)} is stale: run \`npm run db:generate\``).toBe(
      text,
    );
  }
});
