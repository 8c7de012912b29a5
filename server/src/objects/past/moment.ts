import type { RawBuilder } from "kysely";

/** The last instant and the last day that count. */
export type Moment = { instant: RawBuilder<unknown>; day: RawBuilder<unknown> };
