/** The only place that reads the machine's clock. Everything else is handed `now`. */
export type Clock = {
  /** The application's present instant, at millisecond precision. */
  now(): Temporal.Instant;
  /** How far the application's clock is ahead of the machine's, in milliseconds (0 unless PERENNIAL_NOW is set). */
  readonly offsetMs: number;
};

/** A clock that starts at `startsAt` (default: the machine's time) and runs on at the usual pace. */
export function createClock(startsAt?: Temporal.Instant): Clock {
  const machineNow = () => Temporal.Now.instant().epochMilliseconds;
  const offsetMs = startsAt ? startsAt.epochMilliseconds - machineNow() : 0;
  return {
    offsetMs,
    now: () => Temporal.Instant.fromEpochMilliseconds(machineNow() + offsetMs),
  };
}

/** A clock for tests and replays: stands still until it is advanced. */
export type VirtualClock = Clock & {
  advance(duration: Temporal.DurationLike): void;
  set(instant: Temporal.Instant): void;
};

/** Makes a clock that stands at `startsAt`; days in `advance` are 24 hours. */
export function createVirtualClock(startsAt: Temporal.Instant): VirtualClock {
  let current = startsAt;
  return {
    get offsetMs() {
      return current.epochMilliseconds - Temporal.Now.instant().epochMilliseconds;
    },
    now: () => current,
    advance(duration) {
      const { days, hours, minutes, seconds, milliseconds } = Temporal.Duration.from(duration);
      current = current.add({ hours: hours + days * 24, minutes, seconds, milliseconds });
    },
    set(instant) {
      current = instant;
    },
  };
}

/** Milliseconds of a monotonic stopwatch, for durations in logs and metrics; never a date. */
export function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => performance.now() - startedAt;
}
