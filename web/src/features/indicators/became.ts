import type { Indicator } from "@perennial/contract";

type Became = NonNullable<Indicator["became"]>;
type Place = { to: string; search?: never };

/** Where what an indicator became is worked on. */
export function becamePlace({ kind, id, playbookId }: Became): Place | null {
  if (kind === "risk") return { to: `/risks/${id}` };
  if (kind === "task")
    return { to: "/tasks", search: { filter: { subject: "id", op: "is-any-of", value: [id] } } as never };
  return playbookId === null
    ? null
    : { to: `/playbooks/${playbookId}`, search: { tab: "runs", run: id } as never };
}

export const becameWords: Record<Became["kind"], string> = {
  risk: "Became a risk",
  task: "Became a task",
  "playbook-run": "Started a playbook",
};
