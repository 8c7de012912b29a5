import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { CopyLine } from "./copy-line.tsx";
import { Dialog } from "./dialog.tsx";

type ShownOnceDialogProps = {
  title: string;
  /** What it is sent as, or where it belongs. */
  use: string;
  secret: string;
  onClose: () => void;
  children?: ReactNode;
};

/** A key that has just been made. It is kept as a hash, so this is the one time that it can be read. */
export function ShownOnceDialog({ title, use, secret, onClose, children }: ShownOnceDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={`Copy it now: it is kept as a hash and cannot be shown again. ${use}`}
    >
      <div className="flex flex-col gap-4">
        <CopyLine label="Key" text={secret} />
        {children}
        <div className="flex justify-end">
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
