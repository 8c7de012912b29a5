import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../button.tsx";
import { useProblemsAt } from "./editor-context.ts";

/** One row of a rule: its controls, what is wrong with it, and the way to take it out. */
export function NodeFrame({
  path,
  onRemove,
  children,
  below,
}: {
  path: string;
  onRemove: () => void;
  children: ReactNode;
  /** Conditions inside: of related records or events. */
  below?: ReactNode;
}) {
  const problems = useProblemsAt(path);
  return (
    <li>
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 grow flex-wrap items-center gap-1.5">{children}</div>
        <IconButton icon={X} label="Take this condition out" onClick={onRemove} />
      </div>
      {problems.map((problem) => (
        <p key={problem.path + problem.message} className="mt-0.5 text-s text-warn">
          {problem.message}
        </p>
      ))}
      {below}
    </li>
  );
}
