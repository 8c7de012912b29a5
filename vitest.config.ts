import { defineConfig } from "vitest/config";

/** Three projects: pure code, code against a real PostgreSQL, and the web application's own logic. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "pure",
          include: ["rules/src/**/*.test.ts", "contract/src/**/*.test.ts", "web/src/**/*.test.{ts,tsx}"],
        },
      },
      {
        test: {
          name: "server",
          include: ["server/**/*.test.ts", "bench/**/*.test.ts", "scripts/**/*.test.ts"],
          globalSetup: ["server/test/postgres.global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
