import { cx } from "./class-names.ts";

/** Grey lines in the place of content that takes longer than 200 ms; invisible before. */
export function Skeleton({ lines = 3, className }: { lines?: number; className?: string }) {
  return (
    <div role="status" className={cx("flex animate-late flex-col gap-2.5 py-1", className)}>
      <span className="sr-only">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={line}
          className="h-3 rounded-small bg-sunken"
          style={{ width: `${92 - ((line * 17) % 40)}%` }}
        />
      ))}
    </div>
  );
}
