import { Button } from "../../ui/button.tsx";
import { timeZone } from "../../ui/clock.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { formatInstant } from "../../ui/format.ts";

/** A link that lets somebody in, as the server gives it: once. */
export type OneTimeLink = {
  title: string;
  forWhom: string;
  link: string;
  expiresAt: string;
  mailedTo: string | null;
};

/** Shows a link that cannot be shown again. */
export function LinkDialog({ link, onClose }: { link: OneTimeLink; onClose: () => void }) {
  const until = formatInstant(link.expiresAt, timeZone());
  const way = link.mailedTo
    ? `It is on its way to ${link.mailedTo} by e-mail; you can also send it yourself.`
    : `No mail server is configured: send this link to ${link.forWhom} yourself.`;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={link.title}
      description={`${way} It works once, until ${until}, and is not shown again.`}
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
