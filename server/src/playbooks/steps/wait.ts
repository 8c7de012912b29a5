import type { StepSettings } from "@perennial/contract";
import { inDays } from "../in-days.ts";
import { requireRunRenewal } from "../open-renewal.ts";
import { onward, type StepArguments, stepKind } from "./step.ts";

type Until = StepSettings<"wait">["until"];

/** Stands for a time, or until a day; a day that has passed holds nobody up. Days begin at the company's midnight. */
export const wait = stepKind({
  kind: "wait",
  label: "Wait",
  group: "wait",
  outlets: () => onward,
  describe: ({ until }) => `Wait ${sentenceOf(until)}`,
  async run(args) {
    if (args.wake) return { kind: "next", why: "The time has come." };
    const until = await instantOf(args);
    const { ctx } = args;
    if (Temporal.Instant.compare(until, ctx.now) <= 0)
      return { kind: "next", why: "That time has passed already." };
    const why = `Waits until ${until.toZonedDateTimeISO(ctx.timeZone).toPlainDate()}.`;
    return { kind: "wait", until, why, output: { until: until.toString() } };
  },
});

async function instantOf({
  app,
  tx,
  ctx,
  run,
  settings: { until },
}: StepArguments<StepSettings<"wait">>): Promise<Temporal.Instant> {
  switch (until.kind) {
    case "duration": {
      const { days, hours } = until;
      return ctx.now.toZonedDateTimeISO(ctx.timeZone).add({ days, hours }).toInstant();
    }
    case "date":
      return Temporal.PlainDate.from(until.date).toZonedDateTime(ctx.timeZone).toInstant();
    case "renewal-due": {
      const renewal = await requireRunRenewal(app, tx, ctx, run.accountId, run.memory);
      return renewal.dueOn.add({ days: until.days }).toZonedDateTime(ctx.timeZone).toInstant();
    }
  }
}

function sentenceOf(until: Until): string {
  switch (until.kind) {
    case "duration": {
      const hours = until.hours === 1 ? "1 hour" : `${until.hours} hours`;
      if (until.days === 0) return hours;
      return until.hours === 0 ? inDays(until.days) : `${inDays(until.days)} and ${hours}`;
    }
    case "date":
      return `until ${until.date}`;
    case "renewal-due": {
      const days = inDays(Math.abs(until.days));
      if (until.days === 0) return "until the renewal is due";
      return `until ${days} ${until.days < 0 ? "before" : "after"} the renewal is due`;
    }
  }
}
