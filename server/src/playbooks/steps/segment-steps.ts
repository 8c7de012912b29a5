import { executeIn } from "../../kernel/command.ts";
import { catalogOf } from "../../objects/index.ts";
import { setSegmentLinks } from "../../segments/index.ts";
import { checkAccountField } from "./checks.ts";
import { onward, type StepResult, setWiseStepKind, type TogetherArguments } from "./step.ts";

type Settings = { segment: string };

async function link(
  { app, tx, ctx, stepping, settings }: TogetherArguments<Settings>,
  isMember: boolean,
): Promise<StepResult[]> {
  const reason = `Playbook “${ctx.actor.name}”`;
  await executeIn(app, tx, ctx, setSegmentLinks, {
    segment: settings.segment,
    recordIds: [...new Set(stepping.map(({ run }) => run.accountId))],
    isMember,
    reason,
  });
  const field = (await catalogOf(app, tx)).fieldsOf("account").get(`segment:${settings.segment}`);
  const name = field?.label ?? settings.segment;
  const why = isMember ? `Added to the segment “${name}”.` : `Taken out of the segment “${name}”.`;
  return stepping.map(() => ({ kind: "next", why, output: { segment: settings.segment } }));
}

/** Puts the account into a segment. A person's word about the same segment stands above it. */
export const addToSegment = setWiseStepKind({
  kind: "add-to-segment",
  label: "Add to segment",
  group: "act",
  outlets: () => onward,
  describe: ({ segment }, names) => `Add the account to the segment “${names.segment(segment)}”`,
  check: ({ settings, ...where }) =>
    checkAccountField(where, "segment", `segment:${settings.segment}`, "segment"),
  runTogether: (args) => link(args, true),
});

/** Takes the account out of a segment, also where a rule would hold it. */
export const removeFromSegment = setWiseStepKind({
  kind: "remove-from-segment",
  label: "Remove from segment",
  group: "act",
  outlets: () => onward,
  describe: ({ segment }, names) => `Take the account out of the segment “${names.segment(segment)}”`,
  check: ({ settings, ...where }) =>
    checkAccountField(where, "segment", `segment:${settings.segment}`, "segment"),
  runTogether: (args) => link(args, false),
});
