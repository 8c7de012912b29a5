import type { Email } from "postal-mime";
import type { Bounce, IncomingMessage } from "./incoming-message.ts";

/** Subjects that vacation responders write when they set none of the headers they should. */
const RESPONDER_SUBJECT =
  /^(?:re: ?)?(?:auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|abwesenheit|automatische antwort|r[ée]ponse automatique|respuesta autom[áa]tica|risposta automatica|automatisch antwoord)/i;

/**
 * Tells people's answers from machines' (RFC 3834, RFC 3464 and what responders do in practice). A machine's answer never
 * counts as the customer having answered, and is never answered by a machine.
 */
export function classify(email: Email, bounces: Bounce[]): IncomingMessage["kind"] {
  if (bounces.length > 0) return "bounce";
  const header = (key: string) =>
    email.headers
      .find((one) => one.key === key)
      ?.value.trim()
      .toLowerCase();
  const autoSubmitted = header("auto-submitted");
  const isAutomatic =
    (autoSubmitted !== undefined && !/^no\b/.test(autoSubmitted)) ||
    ["x-autoreply", "x-autorespond", "x-autoreply-from"].some((key) => header(key) !== undefined) ||
    /^(?:auto_reply|bulk|junk|list)\b/.test(header("precedence") ?? "") ||
    /report-type="?disposition-notification/.test(header("content-type") ?? "") ||
    header("return-path") === "<>" ||
    RESPONDER_SUBJECT.test(email.subject ?? "");
  return isAutomatic ? "auto-reply" : "message";
}
