import { type ReactNode, useLayoutEffect, useRef } from "react";
import { countFrom } from "./clock.ts";
import { PageReadsPast, PastDay, usePast } from "./past.ts";
import { PastBar } from "./past-bar.tsx";

/** The frame of a page's past: says above it as of which day it is read, and counts days from there. */
export function PastReader({ readsPast, children }: { readsPast: boolean; children: ReactNode }) {
  return (
    <PageReadsPast value={readsPast}>
      <Reader>{children}</Reader>
    </PageReadsPast>
  );
}

function Reader({ children }: { children: ReactNode }) {
  const { day, asOf } = usePast();
  const counted = useRef<string | undefined>(undefined);
  if (counted.current !== asOf) {
    // Before the page is drawn, not after: its dates are counted from this day.
    counted.current = asOf;
    countFrom(asOf === undefined ? undefined : Temporal.PlainDate.from(asOf));
  }
  // The page before lets go of its day when it leaves, after this one was drawn.
  useLayoutEffect(() => {
    countFrom(asOf === undefined ? undefined : Temporal.PlainDate.from(asOf));
    return () => countFrom(undefined);
  }, [asOf]);
  return (
    <>
      {day !== undefined && <PastBar day={day} />}
      <PastDay value={asOf}>{children}</PastDay>
    </>
  );
}
