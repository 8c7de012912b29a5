import { CloudOff, Info } from "lucide-react";
import { useLiveState } from "../../api/live.ts";
import { Button } from "../../ui/button.tsx";
import type { ShellContent } from "./shell-content.ts";

/** What everybody must know while working: a virtual clock, sample records, a lost connection. */
export function Banners({ banners }: { banners: ShellContent["banners"] }) {
  const isLost = useLiveState() === "lost";
  return (
    <section aria-label="Notices">
      {isLost && (
        <p
          role="status"
          className="flex animate-late items-center gap-2 bg-warn-soft px-6 py-1.5 text-s text-warn"
        >
          <CloudOff size={14} aria-hidden />
          Not connected: what you see may be old. Trying again.
        </p>
      )}
      {banners.map((banner) => (
        <div
          key={banner.id}
          className="flex items-center gap-2 border-b border-line bg-accent-soft px-6 py-1.5 text-s text-accent"
        >
          <Info size={14} aria-hidden className="shrink-0" />
          <span className="grow">{banner.text}</span>
          {banner.action && (
            <Button variant="quiet" className="-my-1 h-[24px]! text-accent!" onClick={banner.action.run}>
              {banner.action.label}
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}
