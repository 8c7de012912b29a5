import type { Page } from "./page.ts";
import { acceptInvitationRoute } from "./routes/accept-invitation.route.ts";
import { accountRoute } from "./routes/account.route.tsx";
import { accountsRoute } from "./routes/accounts.route.tsx";
import { contactRoute } from "./routes/contact.route.tsx";
import { contactsRoute } from "./routes/contacts.route.tsx";
import { contractRoute } from "./routes/contract.route.ts";
import { conversationRoute } from "./routes/conversation.route.ts";
import { conversationsRoute } from "./routes/conversations.route.ts";
import { dashboardRoute } from "./routes/dashboard.route.tsx";
import { dataQualityRoute } from "./routes/data-quality.route.ts";
import { duplicatesRoute } from "./routes/duplicates.route.ts";
import { forecastRoute } from "./routes/forecast.route.tsx";
import { forecastWhatIfRoute } from "./routes/forecast-what-if.route.ts";
import { forgotPasswordRoute } from "./routes/forgot-password.route.ts";
import { healthRoute } from "./routes/health.route.ts";
import { homeRoute } from "./routes/home.route.tsx";
import { hubRoute } from "./routes/hub.route.ts";
import { hubsRoute } from "./routes/hubs.route.ts";
import { importRoute } from "./routes/import.route.ts";
import { importsRoute } from "./routes/imports.route.ts";
import { inboxRoute } from "./routes/inbox.route.ts";
import { indicatorDefinitionRoute } from "./routes/indicator-definition.route.ts";
import { indicatorsRoute } from "./routes/indicators.route.ts";
import { likelihoodRoute } from "./routes/likelihood.route.ts";
import { meetingsRoute } from "./routes/meetings.route.tsx";
import { organizationRoute } from "./routes/organization.route.tsx";
import { organizationsRoute } from "./routes/organizations.route.tsx";
import { playbookRoute } from "./routes/playbook.route.ts";
import { playbooksRoute } from "./routes/playbooks.route.ts";
import { projectRoute } from "./routes/project.route.ts";
import { projectsRoute } from "./routes/projects.route.ts";
import { qualityCheckRoute } from "./routes/quality-check.route.ts";
import { recordsRoute } from "./routes/records.route.tsx";
import { renewalRoute } from "./routes/renewal.route.tsx";
import { renewalsRoute } from "./routes/renewals.route.tsx";
import { resetPasswordRoute } from "./routes/reset-password.route.ts";
import { retentionRoute } from "./routes/retention.route.ts";
import { riskRoute } from "./routes/risk.route.ts";
import { riskReportRoute } from "./routes/risk-report.route.ts";
import { riskReviewRoute } from "./routes/risk-review.route.ts";
import { risksRoute } from "./routes/risks.route.tsx";
import { segmentRoute } from "./routes/segment.route.tsx";
import { segmentsRoute } from "./routes/segments.route.ts";
import { setUpRoute } from "./routes/set-up.route.ts";
import { settingsRoute } from "./routes/settings.route.ts";
import { settingsApiKeysRoute } from "./routes/settings-api-keys.route.ts";
import { settingsCalculatedTraitRoute } from "./routes/settings-calculated-trait.route.ts";
import { settingsCompanyRoute } from "./routes/settings-company.route.ts";
import { settingsEventSourcesRoute } from "./routes/settings-event-sources.route.ts";
import { settingsMeRoute } from "./routes/settings-me.route.ts";
import { settingsMetricRoute } from "./routes/settings-metric.route.ts";
import { settingsMetricsRoute } from "./routes/settings-metrics.route.ts";
import { settingsNotificationsRoute } from "./routes/settings-notifications.route.ts";
import { settingsObjectsRoute } from "./routes/settings-objects.route.ts";
import { settingsPeopleRoute } from "./routes/settings-people.route.ts";
import { settingsRenewalsRoute } from "./routes/settings-renewals.route.ts";
import { settingsRisksRoute } from "./routes/settings-risks.route.ts";
import { settingsSampleCompanyRoute } from "./routes/settings-sample-company.route.ts";
import { settingsSingleSignOnRoute } from "./routes/settings-single-sign-on.route.ts";
import { settingsTraitsRoute } from "./routes/settings-traits.route.ts";
import { signInRoute } from "./routes/sign-in.route.ts";
import { surveyReportRoute } from "./routes/survey-report.route.ts";
import { surveysRoute } from "./routes/surveys.route.tsx";
import { tasksRoute } from "./routes/tasks.route.tsx";
import { templatesRoute } from "./routes/templates.route.ts";
import { todayRoute } from "./routes/today.route.tsx";

/** Every page of the application. One line each, one file each under `routes/`; keep the lines sorted. */
export const pages: readonly Page[] = [
  acceptInvitationRoute,
  accountRoute,
  accountsRoute,
  contactRoute,
  contactsRoute,
  contractRoute,
  conversationRoute,
  conversationsRoute,
  dashboardRoute,
  dataQualityRoute,
  duplicatesRoute,
  qualityCheckRoute,
  forecastRoute,
  forecastWhatIfRoute,
  healthRoute,
  homeRoute,
  hubRoute,
  hubsRoute,
  importRoute,
  importsRoute,
  inboxRoute,
  indicatorDefinitionRoute,
  indicatorsRoute,
  likelihoodRoute,
  organizationRoute,
  organizationsRoute,
  playbookRoute,
  meetingsRoute,
  playbooksRoute,
  projectRoute,
  projectsRoute,
  recordsRoute,
  renewalRoute,
  renewalsRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  retentionRoute,
  riskRoute,
  riskReportRoute,
  riskReviewRoute,
  risksRoute,
  segmentRoute,
  segmentsRoute,
  setUpRoute,
  settingsApiKeysRoute,
  settingsCalculatedTraitRoute,
  settingsCompanyRoute,
  settingsEventSourcesRoute,
  settingsMeRoute,
  settingsMetricRoute,
  settingsMetricsRoute,
  settingsNotificationsRoute,
  settingsObjectsRoute,
  settingsPeopleRoute,
  settingsRenewalsRoute,
  settingsRisksRoute,
  settingsRoute,
  settingsSampleCompanyRoute,
  settingsSingleSignOnRoute,
  settingsTraitsRoute,
  signInRoute,
  surveyReportRoute,
  surveysRoute,
  tasksRoute,
  templatesRoute,
  todayRoute,
];
