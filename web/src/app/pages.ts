import type { Page } from "./page.ts";
import { dashboardRoute } from "./routes/dashboard.route.tsx";
import { renewalsRoute } from "./routes/renewals.route.ts";

/** Every page of the application. One line each, one file each under `routes/`; keep the lines sorted. */
export const pages: readonly Page[] = [dashboardRoute, renewalsRoute];
