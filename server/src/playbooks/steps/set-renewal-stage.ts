import { executeIn } from "../../kernel/command.ts";
import { renewalCommands } from "../../renewals/index.ts";
import { readRenewalStages, requireRunRenewal } from "../open-renewal.ts";
import { onward, stepKind } from "./step.ts";

/**
 * Moves the run's renewal to a stage. One that a person has already moved further, or closed, stays where it is. The
 * stamp is set once and not moved.
 */
export const setRenewalStage = stepKind({
  kind: "set-renewal-stage",
  label: "Set renewal stage",
  group: "act",
  outlets: () => onward,
  describe: ({ stage, stampsNoticeSent }, names) =>
    `Set the renewal's stage to “${names.stage(stage)}”${stampsNoticeSent ? " and stamp Renewal Notice Sent" : ""}`,
  async check({ db, settings }) {
    const stage = (await readRenewalStages(db)).find((one) => one.slug === settings.stage);
    return stage?.kind === "open"
      ? []
      : [{ path: "stage", message: `there is no open stage “${settings.stage}”` }];
  },
  async run({ app, tx, ctx, run, settings }) {
    const renewal = await requireRunRenewal(app, tx, ctx, run.accountId, run.memory);
    const memory = { ...run.memory, renewalId: renewal.id };
    const output = { renewalId: renewal.id };
    if (renewal.outcome !== null) {
      const why = `The renewal is closed as ${renewal.outcome}; its stage stays.`;
      return { kind: "next", why, output, memory };
    }
    const stages = await readRenewalStages(tx);
    const place = (slug: string) => stages.findIndex((stage) => stage.slug === slug);
    const label = (slug: string) => stages[place(slug)]?.label ?? slug;
    const isFurther = place(renewal.stage) > place(settings.stage);
    const stamps = settings.stampsNoticeSent && renewal.noticeSentOn === null;
    await executeIn(app, tx, ctx, renewalCommands.update, {
      id: renewal.id,
      body: {
        ...(isFurther ? {} : { stage: settings.stage }),
        ...(stamps ? { noticeSentOn: ctx.today.toString() } : {}),
      },
    });
    const moved = isFurther
      ? `The stage stays “${label(renewal.stage)}”, which is further.`
      : `Stage is “${label(settings.stage)}”.`;
    const why = stamps ? `${moved} Renewal Notice Sent is ${ctx.today}.` : moved;
    return {
      kind: "next",
      why,
      output: { ...output, stage: isFurther ? renewal.stage : settings.stage },
      memory,
    };
  },
});
