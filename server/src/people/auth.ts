import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { FastifyRequest } from "fastify";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { App } from "../kernel/app.ts";
import { newId } from "../kernel/ids.ts";
import { sessionOpener } from "./session-opener.ts";

/** The header in which we hand the library the address a request came from; never taken from outside. */
export const clientAddressHeader = "x-perennial-client-address";

const day = 24 * 60 * 60;

/**
 * The sign-in library on our own tables (migration 0020). It checks passwords, signs cookies and keeps sessions;
 * none of its addresses is mounted, we call what we need, and nobody can sign up through it.
 */
function createAuth(app: App) {
  const { publicUrl, secret } = app.settings;
  return betterAuth({
    appName: "Perennial",
    baseURL: publicUrl,
    basePath: "/auth",
    secret,
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool: withDates(app) }) }),
      type: "postgres",
      transaction: true,
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
    user: {
      modelName: "sign_ins",
      fields: { emailVerified: "is_email_verified", createdAt: "created_at", updatedAt: "updated_at" },
    },
    session: {
      modelName: "sessions",
      fields: {
        userId: "sign_in_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
      expiresIn: 14 * day,
      updateAge: day,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: "credentials",
      fields: {
        userId: "sign_in_id",
        accountId: "subject",
        providerId: "provider",
        password: "password_hash",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      modelName: "verifications",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    plugins: [
      sessionOpener,
      twoFactor({
        issuer: "Perennial",
        schema: {
          user: { fields: { twoFactorEnabled: "is_two_factor_on" } },
          twoFactor: {
            modelName: "two_factors",
            fields: {
              userId: "sign_in_id",
              backupCodes: "recovery_codes",
              verified: "is_verified",
              failedVerificationCount: "failed_count",
              lockedUntil: "locked_until",
            },
          },
        },
      }),
    ],
    // Attempts are counted by `attempts.ts`, for every public address alike and on the application's clock.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "perennial",
      useSecureCookies: publicUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: () => newId(app.clock.now()) },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            if (!(await isActive(app, session.userId))) {
              throw new APIError("FORBIDDEN", { message: "Not an active teammate" });
            }
          },
        },
      },
    },
    telemetry: { enabled: false },
    logger: { level: "warn", log: (level, message) => app.log[level]({ from: "sign-in" }, message) },
  });
}

/** What the library is told of a request: its cookies, and where it comes from. */
export function requestHeaders(request: FastifyRequest): Headers {
  const headers = new Headers({ [clientAddressHeader]: request.ip });
  const { cookie, "user-agent": agent } = request.headers;
  if (cookie !== undefined) headers.set("cookie", cookie);
  if (agent !== undefined) headers.set("user-agent", agent.slice(0, 500));
  return headers;
}

export type Auth = ReturnType<typeof createAuth>;
const instances = new WeakMap<App, Auth>();

/** The library for an application, made when first used. */
export function authOf(app: App): Auth {
  const known = instances.get(app);
  if (known) return known;
  const auth = createAuth(app);
  instances.set(app, auth);
  return auth;
}

async function isActive(app: App, teammateId: string): Promise<boolean> {
  const row = await app.db
    .selectFrom("teammates")
    .select("id")
    .where("id", "=", teammateId)
    .where("status", "=", "active")
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Our pool, with instants read as `Date`: the library compares them with `<`, and text compared with a `Date` is
 * never smaller, so that no session would ever expire.
 */
function withDates(app: App): pg.Pool {
  const connect = async () => {
    const client = await app.pool.connect();
    return {
      query: (text: string, values: unknown[]) => client.query({ text, values, types: pg.types }),
      release: () => client.release(),
    };
  };
  return { connect, end: async () => undefined } as unknown as pg.Pool;
}
