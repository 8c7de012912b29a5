import type { Explanation } from "@perennial/contract";
import type { ReactNode } from "react";
import { Dialog } from "./dialog.tsx";
import { ReasonTree } from "./reason-tree.tsx";
import { Skeleton } from "./skeleton.tsx";
import { ErrorState } from "./states.tsx";

type WhyPanelProps = {
  /** What is explained: “Corvus Media: At risk”. */
  title: string;
  explanation: Explanation | undefined;
  error: unknown;
  onClose: () => void;
  /** Above the reasons, such as a trend. */
  children?: ReactNode;
};

/** A panel beside the list that says why: the summary, then the reasons. */
export function WhyPanel({ title, explanation, error, onClose, children }: WhyPanelProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={explanation?.summary ?? "Why it is so"}
      placement="side"
      width="s"
    >
      {error ? (
        <ErrorState error={error} title="This could not be explained" />
      ) : explanation ? (
        <div className="flex flex-col gap-4">
          {children}
          <ReasonTree reason={explanation.reason} />
        </div>
      ) : (
        <Skeleton lines={6} />
      )}
    </Dialog>
  );
}
