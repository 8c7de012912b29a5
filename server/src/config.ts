import { resolve } from "node:path";
import { z } from "zod";
import { StartupError } from "./kernel/database/startup-error.ts";

export const repository = resolve(import.meta.dirname, "../..");

/** What an operator can set; every variable is described in docs/operating.md. */
export type Config = {
  port: number;
  host: string;
  dataDir: string;
  /** A PostgreSQL of one's own; without it the embedded one in `dataDir` is used. */
  databaseUrl: string | undefined;
  /** Where browsers reach this installation, without a slash at the end. */
  publicUrl: string;
  smtpUrl: string | undefined;
  imapUrl: string | undefined;
  /** The application's clock starts here and runs on; for trials and tests. */
  startsAt: Temporal.Instant | undefined;
  logLevel: string;
  /** Signs sessions and links; undefined means: kept in `dataDir`. */
  secret: string | undefined;
};

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

const instant = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue("must be an instant such as 2026-11-23T08:00:00Z");
    return z.NEVER;
  }
});

const environment = z.object({
  PORT: z.coerce.number("must be a port number").int().min(0).max(65_535).default(4400),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default(resolve(repository, ".perennial")),
  DATABASE_URL: url("postgres:", "postgresql:").optional(),
  PUBLIC_URL: url("http:", "https:").optional(),
  SMTP_URL: url("smtp:", "smtps:").optional(),
  IMAP_URL: url("imap:", "imaps:").optional(),
  PERENNIAL_NOW: instant.optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  PERENNIAL_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
});

/**
 * Reads the settings from the environment; nothing else reads it. An empty variable counts as absent.
 * Throws `StartupError` that names every variable that is wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ""));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `  ${name}${mayHoldPassword(name) ? "" : `=${env[name] ?? ""}`}: ${issue.message}`;
    });
    throw new StartupError(
      `These settings are wrong:\n${lines.join("\n")}\nSee docs/operating.md for what each may be.`,
    );
  }
  const settings = parsed.data;
  return {
    port: settings.PORT,
    host: settings.HOST,
    dataDir: resolve(settings.DATA_DIR),
    databaseUrl: settings.DATABASE_URL,
    publicUrl: (settings.PUBLIC_URL ?? defaultPublicUrl(settings.HOST, settings.PORT)).replace(/\/+$/, ""),
    smtpUrl: settings.SMTP_URL,
    imapUrl: settings.IMAP_URL,
    startsAt: settings.PERENNIAL_NOW,
    logLevel: settings.LOG_LEVEL,
    secret: settings.PERENNIAL_SECRET,
  };
}

function mayHoldPassword(name: string): boolean {
  return /SECRET|(DATABASE|SMTP|IMAP)_URL/.test(name);
}

function defaultPublicUrl(host: string, port: number): string {
  const isEverywhere = host === "0.0.0.0" || host === "::";
  const name = isEverywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
