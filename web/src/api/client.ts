import type { Endpoint } from "@perennial/contract";
import type { z } from "zod";
import { problemOf, unreachable } from "./problem.ts";

type Part<Key extends string, Value> = undefined extends Value
  ? { [K in Key]?: Value }
  : Record<never, never> extends Value
    ? { [K in Key]?: Value }
    : { [K in Key]: Value };

/** What a call of the endpoint needs: its path parameters, its query and its body, as the contract types them. */
export type CallInput<E extends Endpoint> = Part<"params", z.input<E["params"]>> &
  Part<"query", z.input<E["query"]>> &
  Part<"body", z.input<E["body"]>>;

/** What the endpoint answers. */
export type CallResult<E extends Endpoint> = z.output<E["response"]>;

type CallOptions = {
  signal?: AbortSignal;
  idempotencyKey?: string;
  /** `/auth` for the endpoints of people who are not signed in yet; `/api/v1` unless said. */
  base?: "/api/v1" | "/auth";
};
type Parts = { params?: unknown; query?: unknown; body?: unknown };

/** The address of a call. */
export function addressOf(path: string, { params, query }: Parts, base = "/api/v1"): string {
  const given = (params ?? {}) as Record<string, unknown>;
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(given[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `${base}${filled}${text ? `?${text}` : ""}`;
}

/** A key under which the server does a write once, however often it is sent. Works without a secure context too. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

const unauthenticatedListeners = new Set<() => void>();

/** Calls back when the server says that nobody is signed in. Returns the way to stop. */
export function onUnauthenticated(listener: () => void): () => void {
  unauthenticatedListeners.add(listener);
  return () => unauthenticatedListeners.delete(listener);
}

/**
 * Calls an endpoint of the contract with the session's cookie. Writes carry the CSRF header, POSTs an
 * idempotency key. Throws `ApiProblem`, also when the server cannot be reached.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  { signal, idempotencyKey, base = "/api/v1" }: CallOptions = {},
): Promise<CallResult<E>> {
  const parts: Parts = input;
  const headers: Record<string, string> = { accept: "application/json" };
  if (endpoint.method !== "GET") headers["x-perennial-csrf"] = "1";
  if (endpoint.method === "POST") headers["idempotency-key"] = idempotencyKey ?? newIdempotencyKey();
  if (parts.body !== undefined) headers["content-type"] = "application/json";
  const response = await fetch(addressOf(endpoint.path, parts, base), {
    method: endpoint.method,
    headers,
    credentials: "same-origin",
    ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : unreachable();
  });
  if (!response.ok) {
    if (response.status === 401 && base === "/api/v1")
      for (const listener of unauthenticatedListeners) listener();
    throw await problemOf(response);
  }
  return (response.status === 204 ? undefined : await response.json()) as CallResult<E>;
}
