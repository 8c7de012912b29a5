import { endpoint } from "@perennial/contract";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { addressOf, call, onUnauthenticated } from "./client.ts";
import { isTouched } from "./live.ts";
import { ApiProblem } from "./problem.ts";

const rename = endpoint({
  method: "POST",
  path: "/accounts/:id/names",
  summary: "Rename",
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string() }),
  response: z.object({ ok: z.boolean() }),
});

/** The network's edge: answers every request with the response given and keeps what was asked. */
function answerWith(response: Response | Error) {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    asked.push(new Request(`http://test${address}`, init));
    if (response instanceof Error) throw response;
    return response;
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test("an address has its parameters encoded and leaves out what is undefined", () => {
  expect(
    addressOf("/accounts/:id", {
      params: { id: "a/b c" },
      query: { sort: "-arr", cursor: undefined, tag: ["x", "y"] },
    }),
  ).toBe("/api/v1/accounts/a%2Fb%20c?sort=-arr&tag=x&tag=y");
});

test("a write carries the CSRF header, an idempotency key and its body", async () => {
  const asked = answerWith(Response.json({ ok: true }));
  await expect(
    call(rename, { params: { id: "7" }, body: { name: "Corvus" } }, { idempotencyKey: "k1" }),
  ).resolves.toEqual({ ok: true });
  const [request] = asked;
  expect(request?.headers.get("x-perennial-csrf")).toBe("1");
  expect(request?.headers.get("idempotency-key")).toBe("k1");
  await expect(request?.json()).resolves.toEqual({ name: "Corvus" });
});

test("a problem arrives with its code, its words and its fields", async () => {
  const body = {
    code: "invalid-input",
    title: "Invalid",
    detail: "The name is taken.",
    status: 422,
    requestId: "r1",
    fields: [{ path: "name", message: "taken" }],
  };
  answerWith(Response.json(body, { status: 422 }));
  const error: unknown = await call(rename, { params: { id: "7" }, body: { name: "x" } }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiProblem);
  expect(error).toMatchObject({
    code: "invalid-input",
    message: "The name is taken.",
    fields: body.fields,
    requestId: "r1",
  });
});

test("no answer, and an answer of somebody else, are problems too", async () => {
  answerWith(new TypeError("failed"));
  await expect(call(rename, { params: { id: "7" }, body: { name: "x" } })).rejects.toMatchObject({
    code: "unreachable",
  });
  answerWith(new Response("<html>", { status: 502 }));
  await expect(call(rename, { params: { id: "7" }, body: { name: "x" } })).rejects.toMatchObject({
    code: "internal",
    status: 502,
  });
});

test("being signed out is told to those who care", async () => {
  const told = vi.fn();
  const stop = onUnauthenticated(told);
  answerWith(Response.json({ code: "unauthenticated" }, { status: 401 }));
  await call(rename, { params: { id: "7" }, body: { name: "x" } }).catch(() => undefined);
  stop();
  expect(told).toHaveBeenCalledOnce();
});

test("a change touches queries of its object, and everything of its account", () => {
  const change = { name: "renewal.closed", object: "renewal", objectId: "r", accountId: "a" };
  expect(isTouched({ objects: ["renewal"] }, [change])).toBe(true);
  expect(isTouched({ objects: ["task"] }, [change])).toBe(false);
  expect(isTouched({ objects: ["*"], accountId: "a" }, [change])).toBe(true);
  expect(isTouched({ objects: ["*"], accountId: "b" }, [change])).toBe(false);
  expect(isTouched(undefined, [change])).toBe(false);
  const any = { ...change, objectId: null, accountId: null };
  expect(isTouched({ objects: ["*"], accountId: "b" }, [any])).toBe(true);
});
