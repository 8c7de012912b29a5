import { CircleAlert, Lock, type LucideIcon, Sprout } from "lucide-react";
import { type ReactNode, useContext } from "react";
import { Button } from "./button.tsx";
import { PastDay } from "./past.ts";

type StateProps = {
  icon: LucideIcon;
  title: string;
  /** In a card among others: a line or two, without the room of a page. */
  compact?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
};

function State({ icon: Icon, title, compact, children, actions }: StateProps) {
  if (compact) {
    return (
      <div className="rounded-control bg-sunken px-3 py-2.5 text-m">
        <p className="font-medium text-ink-2">{title}</p>
        {children && <div className="text-s text-ink-3">{children}</div>}
        {actions && <div className="mt-2 flex gap-2">{actions}</div>}
      </div>
    );
  }
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-1 px-4 py-12 text-center">
      <Icon size={24} aria-hidden className="mb-1 text-ink-3" />
      <p className="text-l font-semibold">{title}</p>
      {children && <div className="text-m text-ink-2">{children}</div>}
      {actions && <div className="mt-3 flex gap-2">{actions}</div>}
    </div>
  );
}

type EmptyProps = Omit<StateProps, "icon"> & {
  icon?: LucideIcon;
  /** What it says holds of a past day, too: it asks nobody to add anything. */
  isOfAnyDay?: boolean;
};

/**
 * Nothing here yet, or nothing fits the filter: say which, and give the action that changes it. On a page of a past day nothing
 * can be added, so that only what there was not is said.
 */
export function EmptyState({ icon = Sprout, isOfAnyDay = false, children, actions, ...rest }: EmptyProps) {
  const isPast = useContext(PastDay) !== undefined;
  if (isPast && !isOfAnyDay) return <State icon={icon} {...rest} />;
  return (
    <State icon={icon} actions={actions} {...rest}>
      {children}
    </State>
  );
}

/** It failed: what happened, what to do, and another try. Takes any error; a problem of ours brings its words. */
export function ErrorState({
  error,
  onRetry,
  title = "This could not be loaded",
}: {
  error: unknown;
  onRetry?: () => void;
  title?: string;
}) {
  const requestId =
    typeof error === "object" && error && "requestId" in error ? String(error.requestId ?? "") : "";
  return (
    <div role="alert">
      <State
        icon={CircleAlert}
        title={title}
        actions={onRetry && <Button onClick={onRetry}>Try again</Button>}
      >
        {error instanceof Error ? error.message : "Something went wrong on our side. Try again in a moment."}
        {requestId && <span className="mt-1 block text-s text-ink-3">Request {requestId}</span>}
      </State>
    </div>
  );
}

/** The teammate may not see this: who can change that. */
export function NoPermissionState({ what }: { what: string }) {
  return (
    <State icon={Lock} title={`You may not see ${what}`}>
      An administrator can give you the permission under Settings, Roles.
    </State>
  );
}
