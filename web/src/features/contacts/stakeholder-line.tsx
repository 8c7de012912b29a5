import { influences, type Stakeholder, standings } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { CornerDownRight, Pencil } from "lucide-react";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/chip.tsx";
import { cx } from "../../ui/class-names.ts";
import { formatDate } from "../../ui/format.ts";
import { roleLabel } from "./contacts-viewed.tsx";
import { isWeighty, type StakeholderLine as Line, leftOn } from "./stakeholder-lines.ts";

const standingTone = { supportive: "good", neutral: "neutral", critical: "bad" } as const;

/** One person of the map: the part they play and played, what they weigh, how they stand. */
export function StakeholderLine({
  line: { person, depth },
  onEdit,
}: {
  line: Line;
  onEdit: (() => void) | undefined;
}) {
  const name = person.name ?? person.email ?? "Contact";
  const { role, influence, sentiment } = person;
  const left = leftOn(person);
  const weight = influences.find((each) => each.value === influence)?.label;
  const standing = standings.find((each) => each.value === sentiment)?.label;
  return (
    <li
      className="flex items-start gap-2 border-b border-line py-1.5 last:border-0"
      style={{ paddingLeft: Math.min(depth, 4) * 20 }}
    >
      {depth > 0 && (
        <CornerDownRight size={14} aria-label="Reports to the one above" className="mt-1.5 text-ink-3" />
      )}
      <Avatar name={name} size={24} nameBeside />
      <div className="min-w-0 grow">
        <p className="flex items-center justify-between gap-2">
          <Link
            to={`/contacts/${person.contactId}`}
            className={cx(
              "min-w-0 truncate rounded-small font-medium hover:underline",
              left && "text-ink-3 line-through",
            )}
          >
            {name}
          </Link>
          {left ? (
            <Badge tone="bad">{`${roleLabel(role) ?? "Contact"} left ${formatDate(left)}`}</Badge>
          ) : (
            role && <Badge tone={isWeighty(role) ? "accent" : "neutral"}>{roleLabel(role)}</Badge>
          )}
        </p>
        <p className="truncate text-s text-ink-3">
          {[person.title, person.email].filter(Boolean).join(" · ")}
        </p>
        {(weight || standing) && !left && (
          <p className="mt-0.5 flex flex-wrap gap-1">
            {weight && <Badge>{weight}</Badge>}
            {sentiment && <Badge tone={standingTone[sentiment]}>{standing}</Badge>}
          </p>
        )}
        {pastWords(person).map((words) => (
          <p key={words} className="text-s text-ink-3">
            {words}
          </p>
        ))}
      </div>
      {onEdit && (
        <button
          type="button"
          onClick={onEdit}
          aria-label={`Change ${name}’s part`}
          title="Change their part"
          className="rounded-small p-1 text-ink-3 hover:bg-sunken hover:text-ink"
        >
          <Pencil size={14} aria-hidden />
        </button>
      )}
    </li>
  );
}

/** “Was champion until 3 May 2027”, the latest first. */
function pastWords({ pastRoles }: Stakeholder): string[] {
  return pastRoles.map(
    ({ role, from, until }) =>
      `Was ${(roleLabel(role) ?? role).toLowerCase()} until ${formatDate(until)}, from ${formatDate(from)}`,
  );
}
