import { type App, createContext } from "../kernel/app.ts";
import { type Context, systemActor } from "../kernel/context.ts";
import type { World } from "./world/world.ts";

/** The source under which everything of the sample company has its external ids; removal goes by it. */
export const sampleSource = "sample";

/** One filling of the sample company. */
export type Loading = {
  app: App;
  world: World;
  /** A context as it would have been at nine in the morning of a day, so that history tells the past as past. */
  contextOn(on: Temporal.PlainDate): Promise<Context>;
  /** Tells how far it is. */
  count(done: number, what: string): Promise<void>;
};

/** Begins a filling of `world`. */
export function createLoading(
  app: App,
  world: World,
  tell: (what: string, done: number) => Promise<void>,
): Loading {
  const counts = new Map<string, number>();
  const present = app.clock.now();
  return {
    app,
    world,
    async contextOn(on) {
      const { timeZone } = await app.company();
      const morning = on.toZonedDateTime({ timeZone, plainTime: { hour: 9 } }).toInstant();
      const now = Temporal.Instant.compare(morning, present) < 0 ? morning : present;
      return createContext(app, systemActor("sample company"), { now });
    },
    async count(done, what) {
      const before = counts.get(what) ?? 0;
      counts.set(what, before + done);
      const step = before + done > 10_000 ? 25_000 : 100;
      if (Math.floor(before / step) !== Math.floor((before + done) / step)) await tell(what, before + done);
    },
  };
}
