import { Button } from "../../ui/button.tsx";
import { timeZone } from "../../ui/clock.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { formatInstant } from "../../ui/format.ts";

/** A link that lets somebody in, as the server gives it: once. */
export type OneTimeLink = { title: string; forWhom: string; link: string; expiresAt: string };

/** Shows a link that cannot be shown again. */
export function LinkDialog({ link, onClose }: { link: OneTimeLink; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={link.title}
      description={`Send this link to ${link.forWhom} yourself. It works once, until ${formatInstant(link.expiresAt, timeZone())}, and is not shown again.`}
    >
      <div className="flex flex-col gap-4">
        <CopyLine label="Link" text={link.link} />
        <div className="flex justify-end">
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
