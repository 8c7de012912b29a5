/** Share of finished tasks as a bar with its figures. */
export function DoneBar({ donePct, done, count }: { donePct: number; done: number; count: number }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-sunken">
        <span className="block h-full bg-accent" style={{ width: `${donePct}%` }} />
      </span>
      <span className="whitespace-nowrap tabular-nums" title={`${done} of ${count} tasks done`}>
        {Math.round(donePct)} %
      </span>
    </span>
  );
}
