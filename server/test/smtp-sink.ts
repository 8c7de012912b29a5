import { once } from "node:events";
import type { Socket } from "node:net";
import { SMTPServer } from "smtp-server";

/**
 * How the sink answers from now on. `accept-and-drop` takes the message and cuts the line before answering: the sender cannot
 * know. `hold` takes the message and answers only after `release()`.
 */
export type SinkMode =
  | "accept"
  | "accept-and-drop"
  | "drop-before-body"
  | "drop-during-body"
  | "hold"
  | "reject-recipient-4xx"
  | "reject-recipient-5xx"
  | "reject-message-4xx"
  | "reject-message-5xx"
  | { slowMs: number };

export type SinkMessage = { from: string; to: string[]; raw: string };

export type SmtpSink = {
  /** For `SMTP_URL`. */
  url: string;
  /** What was taken, in order; also when the answer was withheld. */
  messages: SinkMessage[];
  setMode: (mode: SinkMode) => void;
  /** Lets held answers go. */
  release: () => void;
  /** Resolves when at least `count` messages were taken. */
  taken: (count: number) => Promise<SinkMessage[]>;
  /** Refuses this address with 550 whatever the mode; for mail to several recipients. */
  refuse: (address: string) => void;
  close: () => Promise<void>;
};

const refusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

/** A real SMTP server on a free port of 127.0.0.1 that keeps what it is given. No sign-in, no TLS. */
export async function startSmtpSink(firstMode: SinkMode = "accept"): Promise<SmtpSink> {
  const messages: SinkMessage[] = [];
  const held: (() => void)[] = [];
  const waiting: { count: number; resolve: (messages: SinkMessage[]) => void }[] = [];
  const refused = new Set<string>();
  const sockets = new Set<Socket>();
  let mode = firstMode;

  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    size: 30 * 1024 * 1024,
    onRcptTo({ address }, session, callback) {
      if (mode === "drop-before-body") return cut(session.remotePort);
      if (refused.has(address)) return callback(refusal(550, "5.1.1 no such user"));
      if (mode === "reject-recipient-4xx") return callback(refusal(450, "4.2.1 greylisted, come again"));
      if (mode === "reject-recipient-5xx") return callback(refusal(550, "5.1.1 no such user"));
      callback();
    },
    onData(stream, session, callback) {
      if (mode === "drop-during-body") return cut(session.remotePort);
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (mode === "reject-message-4xx") return callback(refusal(451, "4.3.0 try later"));
        if (mode === "reject-message-5xx") return callback(refusal(554, "5.7.1 refused as spam"));
        keep({
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
          to: session.envelope.rcptTo.map((one) => one.address),
          raw: Buffer.concat(chunks).toString("utf8"),
        });
        if (mode === "accept-and-drop") return cut(session.remotePort);
        if (mode === "hold") return void held.push(() => callback(null, "taken after a while"));
        if (typeof mode === "object")
          return void setTimeout(() => callback(null, "taken slowly"), mode.slowMs);
        callback(null, "taken");
      });
    },
  });
  server.on("error", () => {});

  function keep(message: SinkMessage): void {
    messages.push(message);
    for (const waiter of waiting) if (messages.length >= waiter.count) waiter.resolve(messages);
  }
  /** Cuts one client's line, or everybody's. */
  function cut(port?: number): void {
    for (const socket of sockets) if (port === undefined || socket.remotePort === port) socket.destroy();
  }

  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the sink has no port");

  return {
    url: `smtp://127.0.0.1:${address.port}`,
    messages,
    setMode: (next) => {
      mode = next;
    },
    release: () => {
      for (const answer of held.splice(0)) answer();
    },
    taken: (count) =>
      new Promise((resolve) => {
        if (messages.length >= count) resolve(messages);
        else waiting.push({ count, resolve });
      }),
    refuse: (one) => void refused.add(one),
    close: async () => {
      for (const answer of held.splice(0)) answer();
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
