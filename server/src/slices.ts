import { accountsSlice } from "./accounts/index.ts";
import { calculatedTraitsSlice } from "./calculated-traits/index.ts";
import { contactsSlice } from "./contacts/index.ts";
import { contractsSlice } from "./contracts/index.ts";
import { conversationsSlice } from "./conversations/index.ts";
import { customObjectsSlice } from "./custom-objects/index.ts";
import { dashboardsSlice } from "./dashboards/index.ts";
import { dataQualitySlice } from "./data-quality/index.ts";
import { engineSlice } from "./engine/index.ts";
import { eventsSlice } from "./events/index.ts";
import { explainSlice } from "./explain/index.ts";
import { forecastSlice } from "./forecast/index.ts";
import { healthSlice } from "./health/index.ts";
import { identitySlice } from "./identity/index.ts";
import { importsSlice } from "./imports/index.ts";
import { indicatorsSlice } from "./indicators/index.ts";
import type { Slice } from "./kernel/slice.ts";
import { likelihoodSlice } from "./likelihood/index.ts";
import { meetingsSlice } from "./meetings/index.ts";
import { metricsSlice } from "./metrics/index.ts";
import { notesSlice } from "./notes/index.ts";
import { notificationsSlice } from "./notifications/index.ts";
import { sortIndexesSlice } from "./objects/index.ts";
import { organizationsSlice } from "./organizations/index.ts";
import { peopleSlice } from "./people/index.ts";
import { playbooksSlice } from "./playbooks/index.ts";
import { projectsSlice } from "./projects/index.ts";
import { renewalsSlice } from "./renewals/index.ts";
import { retentionSlice } from "./retention/index.ts";
import { risksSlice } from "./risks/index.ts";
import { sampleCompanySlice } from "./sample-company/index.ts";
import { scenariosSlice } from "./scenarios/index.ts";
import { searchSlice } from "./search/index.ts";
import { segmentsSlice } from "./segments/index.ts";
import { surveysSlice } from "./surveys/index.ts";
import { templatesSlice } from "./templates/index.ts";
import { ticketsSlice } from "./tickets/index.ts";
import { timelineSlice } from "./timeline/index.ts";
import { todaySlice } from "./today/index.ts";
import { traitsSlice } from "./traits/index.ts";
import { viewsSlice } from "./views/index.ts";

/**
 * The product's table of contents, in dependency order: a slice uses only those above it, through their
 * `index.ts`. Talk uphill is an event, a contribution or a hook.
 */
export const slices: readonly Slice[] = [
  sortIndexesSlice,
  peopleSlice,
  engineSlice,
  traitsSlice,
  organizationsSlice,
  accountsSlice,
  contactsSlice,
  contractsSlice,
  customObjectsSlice,
  eventsSlice,
  ticketsSlice,
  explainSlice,
  metricsSlice,
  calculatedTraitsSlice,
  segmentsSlice,
  healthSlice,
  renewalsSlice,
  likelihoodSlice,
  scenariosSlice,
  retentionSlice,
  forecastSlice,
  templatesSlice,
  timelineSlice,
  notificationsSlice,
  projectsSlice,
  notesSlice,
  meetingsSlice,
  surveysSlice,
  conversationsSlice,
  indicatorsSlice,
  risksSlice,
  playbooksSlice,
  todaySlice,
  dashboardsSlice,
  viewsSlice,
  importsSlice,
  identitySlice,
  dataQualitySlice,
  searchSlice,
  sampleCompanySlice,
];
