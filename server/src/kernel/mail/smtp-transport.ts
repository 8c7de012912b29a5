import { Readable } from "node:stream";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";

export type Envelope = { from: string; to: string[] };

/**
 * What became of a hand-over, seen from our side of the wire.
 * - `accepted`: the server answered 2xx to the body; it may still have refused some recipients.
 * - `refused`: certainly not accepted. `isPermanent` when the server said 5xx about this very message.
 * - `withdrawn`: we stopped before the final dot, because the lease was lost; certainly not accepted.
 * - `unknown`: the final dot was on its way and no answer came. The server may have it or not: in doubt.
 */
export type HandOver =
  | { kind: "accepted"; response: string; refusedRecipients: { address: string; reason: string }[] }
  | { kind: "refused"; isPermanent: boolean; reason: string }
  | { kind: "withdrawn" }
  | { kind: "unknown"; reason: string };

export type HandOverOptions = {
  /** Asked when the server is ready for the body, before its first byte; false withdraws. Writes the hand-over mark. */
  mayStart: () => Promise<boolean>;
  /** Milliseconds after which we stop: before the final dot that is a refusal for now, after it the outcome is unknown. */
  timeoutMs: number;
};

type SmtpError = Error & {
  responseCode?: number | undefined;
  response?: string | undefined;
  command?: string | undefined;
  recipient?: string | undefined;
};
/** Commands whose 5xx answer speaks of the message; a 5xx to greeting or sign-in speaks of the server's mood. */
const ABOUT_THE_MESSAGE = new Set(["MAIL FROM", "RCPT TO", "DATA"]);

/** Hands raw bytes to the server at `smtpUrl` over a connection of their own and says what became of them. Never throws. */
export function handOver(
  smtpUrl: string,
  envelope: Envelope,
  raw: Uint8Array,
  { mayStart, timeoutMs }: HandOverOptions,
): Promise<HandOver> {
  const { auth, ...target } = parseConnectionUrl(smtpUrl);
  const connection = new SMTPConnection({
    ...target,
    connectionTimeout: Math.min(15_000, timeoutMs),
    greetingTimeout: Math.min(15_000, timeoutMs),
    socketTimeout: timeoutMs,
  });
  const deadline = performance.now() + timeoutMs;
  let isWithdrawn = false;
  let isDotSent = false;
  let isSettled = false;

  const body = new Readable({
    read() {
      void (async () => {
        if (!(await mayStart())) return withdraw();
        this.push(raw);
        // The last gate: a sender that slept past its lease must not complete the message.
        if (isSettled || performance.now() >= deadline) return withdraw();
        isDotSent = true;
        this.push(null);
      })().catch((error: Error) => this.destroy(error));
    },
  });
  function withdraw(): void {
    isWithdrawn = true;
    body.destroy(new Error("withdrawn"));
  }

  return new Promise((resolve) => {
    const settle = (outcome: HandOver) => {
      clearTimeout(timer);
      isSettled = true;
      resolve(outcome);
      if (outcome.kind === "accepted") connection.quit();
      else connection.close();
    };
    const fail = (error: SmtpError) => {
      if (isWithdrawn) return settle({ kind: "withdrawn" });
      const reason = (error.response ?? error.message).slice(0, 1_000);
      if (error.responseCode === undefined && isDotSent) return settle({ kind: "unknown", reason });
      const isPermanent = (error.responseCode ?? 0) >= 500 && ABOUT_THE_MESSAGE.has(error.command ?? "");
      settle({ kind: "refused", isPermanent, reason });
    };
    const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const send = () =>
      connection.send(envelope, body, (error, info) => {
        if (error || !info) return fail(error ?? new Error("no answer"));
        const refusedRecipients = (info.rejectedErrors ?? []).map((one: SmtpError) => ({
          address: one.recipient ?? "",
          reason: (one.response ?? one.message).slice(0, 1_000),
        }));
        settle({ kind: "accepted", response: String(info.response).slice(0, 1_000), refusedRecipients });
      });
    connection.once("error", fail);
    connection.connect((error) => {
      if (error) return fail(error);
      if (!auth || !connection.allowsAuth) return send();
      connection.login({ credentials: auth }, (refused) => (refused ? fail(refused) : send()));
    });
  });
}
