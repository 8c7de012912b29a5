import { usePast } from "./past.ts";

/** Which parts of a page are not there while the past is read. */
export function StandingAside({ names }: { names: readonly string[] }) {
  const { asOf } = usePast();
  if (asOf === undefined || names.length === 0) return null;
  return (
    <p className="mb-3.5 text-s text-ink-2">
      Told in the present only, so not shown as of a day: {names.map((name) => name.toLowerCase()).join(", ")}
      .
    </p>
  );
}
