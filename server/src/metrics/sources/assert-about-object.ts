import { type MetricSource, type metricInput, metricSourceForms } from "@perennial/contract";
import type { z } from "zod";
import { problem } from "../../kernel/errors.ts";

type Asked = Pick<z.output<typeof metricInput>, "object" | "source" | "per" | "role">;

/** A metric of contacts counts what one person did. @throws Problem `invalid-input` naming what means nothing of one */
export function assertAboutObject({ object, source, per, role }: Asked): void {
  if (object === "account") return;
  const refuse = (path: string, message: string) =>
    problem("invalid-input", message, { fields: [{ path, message }] });
  const form = metricSourceForms[source.kind];
  if (!form.isOfContacts) {
    const known = Object.values(metricSourceForms).flatMap((each) => (each.isOfContacts ? each.label : []));
    throw refuse(
      "source.kind",
      `“${form.label}” tells of accounts. A metric of contacts counts: ${known.join(", ")}.`,
    );
  }
  const chosen = choiceOfAccounts(source);
  if (chosen) throw refuse("source.aggregate", `“${chosen}” means nothing of one contact. Choose another.`);
  if (per) throw refuse("per", "A number of one contact is not divided by seats or contacts.");
  if (role) throw refuse("role", "Roles are held by metrics of accounts.");
}

/** The label of what is chosen though it is told of accounts only. */
function choiceOfAccounts(source: MetricSource): string | undefined {
  const answers = source as Readonly<Record<string, unknown>>;
  for (const ask of metricSourceForms[source.kind].asks) {
    if (ask.ask !== "choice") continue;
    const chosen = ask.options.find(({ value, ofAccounts }) => ofAccounts && value === answers[ask.key]);
    if (chosen) return chosen.label;
  }
  return undefined;
}
