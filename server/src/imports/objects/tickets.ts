import { dateIn } from "../../kernel/calendar.ts";
import { ticketCommands } from "../../tickets/index.ts";
import { ticketImportFields } from "../fields/usage.ts";
import type { Finding, SoundRow } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, recordImport } from "./record-import.ts";
import { signUpDates } from "./subscriptions.ts";

export const ticketImport = recordImport({
  fields: ticketImportFields,
  object: "ticket",
  commands: ticketCommands,
  account: "required",
  naturalKey: (row) => [accountText(row), textOf(row.fields.openedAt), textOf(row.fields.subject)],
  bodiesOf: async (_batch, rows) =>
    rows.map((row) => {
      const body = plainBody(row, {
        skip: ["firstResponseMinutes", "resolutionHours"],
        keepsDefault: ["status", "reopenedCount", "escalated"],
      });
      const requester = textOf(row.fields["requester.email"]);
      return { body: { ...body, ...timesOf(row), ...(requester ? { requesterEmail: requester } : {}) } };
    }),
  async review({ tx, ctx }, rows) {
    const since = await signUpDates(tx, rows);
    return rows.flatMap(({ row, accountId }): Finding[] => {
      const signedUp = since.get(accountId ?? "");
      const openedAt = textOf(row.fields.openedAt);
      if (!signedUp || !openedAt) return [];
      const openedOn = dateIn(Temporal.Instant.from(openedAt), ctx.timeZone).toString();
      if (openedOn >= signedUp) return [];
      const message = `${textOf(row.fields.externalId) ?? "the ticket"} was opened on ${openedOn}, the account signed up on ${signedUp}`;
      return [{ kind: "ticket-before-sign-up", line: row.line, accountId, message }];
    });
  },
});

/** Instants from spans, where the source gives those; a ticket that was solved is solved unless its source says otherwise. */
function timesOf({ fields }: SoundRow): Record<string, string> {
  const openedAt = textOf(fields.openedAt);
  const times: Record<string, string> = {};
  const after = (span: string | undefined, unitMs: number): string | undefined => {
    if (!openedAt || !span) return undefined;
    return Temporal.Instant.from(openedAt)
      .add({ milliseconds: Math.round(Number(span) * unitMs) })
      .toString();
  };
  const firstResponseAt =
    textOf(fields.firstResponseAt) ?? after(textOf(fields.firstResponseMinutes), 60_000);
  const solvedAt = textOf(fields.solvedAt) ?? after(textOf(fields.resolutionHours), 3_600_000);
  if (firstResponseAt) times.firstResponseAt = firstResponseAt;
  if (solvedAt) times.solvedAt = solvedAt;
  if (solvedAt && !textOf(fields.status)) times.status = "solved";
  return times;
}
