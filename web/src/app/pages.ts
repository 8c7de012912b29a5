import type { Page } from "./page.ts";
import { accountRoute } from "./routes/account.route.tsx";
import { accountsRoute } from "./routes/accounts.route.ts";
import { dashboardRoute } from "./routes/dashboard.route.tsx";
import { renewalsRoute } from "./routes/renewals.route.ts";

/** Every page of the application. One line each, one file each under `routes/`; keep the lines sorted. */
export const pages: readonly Page[] = [accountRoute, accountsRoute, dashboardRoute, renewalsRoute];
