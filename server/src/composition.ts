import type { App } from "./kernel/app.ts";
import type { Authenticate, Mount } from "./kernel/http/server.ts";
import { mountWebFiles } from "./kernel/http/web-files.ts";
import { authenticate, setUpLink } from "./people/index.ts";

/** The few places where a process is given what single slices know: who calls, what runs beside the API. */
export type Composition = {
  authenticate: (app: App) => Authenticate;
  /** What is served beside `/api/v1`, the web application last. */
  mounts: readonly Mount[];
  /** The one-time link that makes the first administrator; undefined when there is one. */
  setupLink: (app: App) => Promise<string | undefined>;
};

export const composition: Composition = {
  authenticate,
  mounts: [mountWebFiles],
  setupLink: setUpLink,
};
