import { once } from "node:events";
import { createServer, type Socket } from "node:net";

export type ImapServer = {
  /** For `IMAP_URL`. */
  url: string;
  /** Puts a message into the INBOX and tells those who wait. */
  deliver: (raw: string) => void;
  /** Which messages are seen, in order. */
  seen: () => boolean[];
  /** Cuts all lines, as a restart does. */
  cut: () => void;
  close: () => Promise<void>;
};

type Stored = { uid: number; raw: Buffer; isSeen: boolean };

/**
 * A mailbox over IMAP4rev1 with IDLE, on a free port of 127.0.0.1: as much of the protocol as reading an INBOX takes (LOGIN, LIST,
 * SELECT, UID SEARCH/FETCH/STORE). User and password are `success` and `secret`.
 */
export async function startImapServer(): Promise<ImapServer> {
  const messages: Stored[] = [];
  const sockets = new Set<Socket>();
  const idling = new Map<Socket, string>();
  /** How many messages each client was told of. */
  const announced = new Map<Socket, number>();

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      idling.delete(socket);
    });
    socket.on("error", () => {});
    const send = (line: string) => socket.write(`${line}\r\n`);
    send("* OK [CAPABILITY IMAP4rev1 IDLE] ready");
    let pending = "";
    socket.on("data", (chunk: Buffer) => {
      pending += chunk.toString("latin1");
      for (let end = pending.indexOf("\r\n"); end >= 0; end = pending.indexOf("\r\n")) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        answer(socket, send, line);
      }
    });
  });

  function announce(socket: Socket): void {
    if (announced.get(socket) !== messages.length) socket.write(`* ${messages.length} EXISTS\r\n`);
    announced.set(socket, messages.length);
  }

  function answer(socket: Socket, send: (line: string) => void, line: string): unknown {
    const idleTag = idling.get(socket);
    if (idleTag !== undefined && /^done$/i.test(line)) {
      idling.delete(socket);
      return void send(`${idleTag} OK idle ended`);
    }
    const [tag = "", command = "", ...rest] = line.split(" ");
    const ok = (text = "done") => send(`${tag} OK ${text}`);
    switch (command.toUpperCase()) {
      case "CAPABILITY":
        send("* CAPABILITY IMAP4rev1 IDLE");
        return ok();
      case "LOGIN":
        return /^"?success"? "?secret"?$/.test(rest.join(" "))
          ? ok()
          : void send(`${tag} NO [AUTHENTICATIONFAILED] no`);
      case "LIST":
      case "LSUB":
        send(`* ${command.toUpperCase()} (\\HasNoChildren) "/" INBOX`);
        return ok();
      case "SELECT":
        send("* FLAGS (\\Seen)");
        announced.set(socket, -1);
        announce(socket);
        send("* OK [UIDVALIDITY 1] valid");
        send(`* OK [UIDNEXT ${messages.length + 1}] next`);
        return ok("[READ-WRITE] selected");
      case "IDLE":
        idling.set(socket, tag);
        socket.write("+ idling\r\n");
        return announce(socket);
      case "UID":
        return uidCommand(socket, send, ok, rest);
      case "LOGOUT":
        send("* BYE");
        ok();
        return void socket.end();
      default:
        return ok();
    }
  }

  function uidCommand(socket: Socket, send: (line: string) => void, ok: () => void, words: string[]): void {
    const [what = "", uidText = ""] = words;
    const found = messages.find((message) => message.uid === Number(uidText));
    if (what.toUpperCase() === "SEARCH") {
      send(
        `* SEARCH ${messages
          .filter((message) => !message.isSeen)
          .map((message) => message.uid)
          .join(" ")}`.trim(),
      );
    } else if (found && what.toUpperCase() === "STORE") {
      found.isSeen = true;
      send(`* ${found.uid} FETCH (UID ${found.uid} FLAGS (\\Seen))`);
    } else if (found && /BODY/i.test(words.join(" "))) {
      socket.write(`* ${found.uid} FETCH (UID ${found.uid} BODY[] {${found.raw.length}}\r\n`);
      socket.write(found.raw);
      send(")");
    } else if (found) {
      send(`* ${found.uid} FETCH (UID ${found.uid} RFC822.SIZE ${found.raw.length})`);
    }
    ok();
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the mailbox has no port");
  return {
    url: `imap://success:secret@127.0.0.1:${address.port}`,
    deliver(raw) {
      messages.push({
        uid: messages.length + 1,
        raw: Buffer.from(raw.replace(/\r?\n/g, "\r\n")),
        isSeen: false,
      });
      for (const socket of idling.keys()) announce(socket);
    },
    seen: () => messages.map((message) => message.isSeen),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
