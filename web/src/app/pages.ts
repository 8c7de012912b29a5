import type { Page } from "./page.ts";
import { acceptInvitationRoute } from "./routes/accept-invitation.route.ts";
import { accountRoute } from "./routes/account.route.tsx";
import { accountsRoute } from "./routes/accounts.route.ts";
import { dashboardRoute } from "./routes/dashboard.route.tsx";
import { homeRoute } from "./routes/home.route.tsx";
import { importRoute } from "./routes/import.route.ts";
import { importsRoute } from "./routes/imports.route.ts";
import { renewalsRoute } from "./routes/renewals.route.ts";
import { resetPasswordRoute } from "./routes/reset-password.route.ts";
import { setUpRoute } from "./routes/set-up.route.ts";
import { settingsRoute } from "./routes/settings.route.ts";
import { settingsApiKeysRoute } from "./routes/settings-api-keys.route.ts";
import { settingsCompanyRoute } from "./routes/settings-company.route.ts";
import { settingsMeRoute } from "./routes/settings-me.route.ts";
import { settingsPeopleRoute } from "./routes/settings-people.route.ts";
import { settingsTraitsRoute } from "./routes/settings-traits.route.ts";
import { signInRoute } from "./routes/sign-in.route.ts";

/** Every page of the application. One line each, one file each under `routes/`; keep the lines sorted. */
export const pages: readonly Page[] = [
  acceptInvitationRoute,
  accountRoute,
  accountsRoute,
  dashboardRoute,
  homeRoute,
  importRoute,
  importsRoute,
  renewalsRoute,
  resetPasswordRoute,
  setUpRoute,
  settingsApiKeysRoute,
  settingsCompanyRoute,
  settingsMeRoute,
  settingsPeopleRoute,
  settingsRoute,
  settingsTraitsRoute,
  signInRoute,
];
