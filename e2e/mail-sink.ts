import { once } from "node:events";
import { SMTPServer } from "smtp-server";

export type SunkMail = { to: string[]; raw: string };

/** A real mail server that keeps what it is given. */
export type MailSink = {
  /** For `SMTP_URL`. */
  url: string;
  mails: readonly SunkMail[];
  close(): Promise<void>;
};

export async function startMailSink(): Promise<MailSink> {
  const mails: SunkMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString("utf8"),
        });
        done();
      });
    },
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** One header of a raw message, unfolded. */
export function headerOf(raw: string, name: string): string {
  const found = new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, "im").exec(raw)?.[1] ?? "";
  return found.replace(/\s+/g, " ").trim();
}
