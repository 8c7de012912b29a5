import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import type { App } from "../kernel/app.ts";
import { problem } from "../kernel/errors.ts";
import { type IdentityProvider, redirectUri } from "./single-sign-on-settings.ts";

/** What the provider is asked with, and what its answer must fit; kept by the browser, sealed. */
export type Asked = { verifier: string; state: string; nonce: string };

/** Who somebody is, by the provider's word. */
export type Identity = {
  /** Issuer and subject: the same person for ever, whatever their e-mail becomes. */
  subject: string;
  /** Lower case; null when the provider gives none, or says that it is not verified. */
  email: string | null;
};

const timeoutSeconds = 10;
type Known = { of: string; configuration: Promise<Configuration> };
const known = new WeakMap<App, Known>();

/**
 * Reads how the provider is to be spoken to (OpenID Connect Discovery).
 * @throws Problem `invalid-input` naming the issuer, when it does not answer as a provider does
 */
export async function describeProvider(
  provider: Pick<IdentityProvider, "issuer" | "clientId"> & { clientSecret?: string | undefined },
): Promise<Configuration> {
  const isLocal = provider.issuer.startsWith("http:");
  try {
    return await discovery(new URL(provider.issuer), provider.clientId, provider.clientSecret, undefined, {
      timeout: timeoutSeconds,
      ...(isLocal ? { execute: [allowInsecureRequests] } : {}),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw problem("invalid-input", `${provider.issuer} does not answer as an identity provider: ${reason}.`, {
      fields: [{ path: "issuer", message: `does not answer as an identity provider: ${reason}` }],
    });
  }
}

/** The same, read once for as long as the settings stay. */
function configurationOf(app: App, provider: IdentityProvider): Promise<Configuration> {
  const of = `${provider.issuer} ${provider.updatedAt}`;
  const found = known.get(app);
  if (found?.of === of) return found.configuration;
  const configuration = describeProvider(provider);
  known.set(app, { of, configuration });
  configuration.catch(() => known.delete(app));
  return configuration;
}

/** The address at which somebody signs in (authorization code flow with PKCE, state and nonce). */
export async function addressToSignIn(
  app: App,
  provider: IdentityProvider,
): Promise<{ address: string; asked: Asked }> {
  const configuration = await configurationOf(app, provider);
  const asked = { verifier: randomPKCECodeVerifier(), state: randomState(), nonce: randomNonce() };
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri(app),
    scope: "openid email profile",
    code_challenge: await calculatePKCECodeChallenge(asked.verifier),
    code_challenge_method: "S256",
    state: asked.state,
    nonce: asked.nonce,
  });
  return { address: address.href, asked };
}

/**
 * Redeems what the provider sent back with the browser, and says who it is.
 * @param query of the request, as it came
 * @throws an error of the library when anything does not fit what was asked
 */
export async function identityOf(
  app: App,
  provider: IdentityProvider,
  query: string,
  { verifier, state, nonce }: Asked,
): Promise<Identity> {
  const configuration = await configurationOf(app, provider);
  const tokens = await authorizationCodeGrant(configuration, new URL(`${redirectUri(app)}?${query}`), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error("the identity provider gave no ID token");
  const more =
    claims.email === undefined && configuration.serverMetadata().userinfo_endpoint
      ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : claims;
  const isUnverified = more.email_verified === false;
  const email = typeof more.email === "string" && !isUnverified ? more.email.trim().toLowerCase() : null;
  return { subject: `${claims.iss} ${claims.sub}`, email };
}
