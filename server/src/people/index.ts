import type { Slice } from "../kernel/slice.ts";
import { createApiKeyNow } from "./api-key.command-line.ts";
import { apiKeyQuality } from "./api-key-quality.ts";
import { mailPasswordReset } from "./ask-password-reset.ts";
import { removeOldAttempts } from "./attempts.ts";
import { createUser } from "./create-user.command-line.ts";
import { endAccess } from "./end-access.ts";
import { linkMailOutcome } from "./mail-link.ts";
import { peopleRoutes } from "./people.routes.ts";
import { mountSignIn } from "./sign-in.mount.ts";
import { mountSingleSignOn } from "./single-sign-on.mount.ts";
import { readTeamOf } from "./team-of.ts";
import { teammateRoutes } from "./teammate-routes.ts";
import { teammateType } from "./teammate-type.ts";

export { authenticate } from "./authenticate.ts";
export { withAuthors } from "./author-of-rows.ts";
export { createApiKey } from "./create-api-key.ts";
export { type ResolvedTeammate, resolveTeammates } from "./resolve-teammates.ts";
export { permissionsOf, type Role } from "./roles.ts";
export { setUpLink } from "./set-up.ts";
export { readTeamOf } from "./team-of.ts";
export { teammateCommands } from "./teammate-routes.ts";

/** Teammates, how they sign in, what they may do, and the company they work for. */
export const peopleSlice: Slice = {
  name: "people",
  routes: [...teammateRoutes, ...peopleRoutes],
  mounts: [mountSignIn, mountSingleSignOn],
  jobs: [mailPasswordReset],
  contributes: {
    objectTypes: [teammateType],
    mailOutcomes: [linkMailOutcome],
    teamsOfTeammates: [readTeamOf],
    qualityChecks: apiKeyQuality,
  },
  commandLines: [createUser, createApiKeyNow],
  afterCommand: endAccess,
  ensureShipped: async (app) => removeOldAttempts(app),
};
