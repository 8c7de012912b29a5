import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export type TestIdentityProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the provider says of people, by the name they sign in with; changes hold at once. */
  claims: Record<string, { email?: string; email_verified?: boolean }>;
  /** Goes to an address at the provider as a browser would, signs in as `login`, agrees, and comes back to ours. */
  signIn: (address: string, login: string) => Promise<URL>;
  close: () => Promise<void>;
};

/** A real OpenID provider of the network's edge, for a client that comes back to `redirectUri`. */
export async function startIdentityProvider(redirectUri: string): Promise<TestIdentityProvider> {
  const claims: TestIdentityProvider["claims"] = {};
  const [clientId, clientSecret] = ["perennial", "the client's secret"];
  const http = createServer().listen(0, "127.0.0.1");
  await once(http, "listening");
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["a key of the test's own"] },
    pkce: { required: () => true },
    findAccount: async (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...claims[id] }),
    }),
  });
  http.on("request", provider.callback());
  return {
    issuer,
    clientId,
    clientSecret,
    claims,
    signIn: (address, login) => signIn(issuer, address, login),
    async close() {
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };
}

async function signIn(issuer: string, address: string, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let [url, form]: [URL, URLSearchParams | undefined] = [new URL(address), undefined];
  for (let hop = 0; hop < 12; hop += 1) {
    if (url.origin !== issuer) return url;
    const answer: Response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { method: "POST", body: form } : {}),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    form = undefined;
    const location = answer.headers.get("location");
    if (location) url = new URL(location, url);
    else {
      const page = await answer.text();
      const [, prompt] = /name="prompt" value="(\w+)"/.exec(page) ?? [];
      if (!prompt) throw new Error(`the provider asks for nothing: ${answer.status} ${page.slice(0, 400)}`);
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1] ?? url.href;
      url = new URL(action, url);
      form = new URLSearchParams({ prompt, login, password: "any" });
    }
  }
  throw new Error("the provider leads in circles");
}
