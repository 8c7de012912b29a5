import { page } from "../page.ts";

export const surveyReportRoute = page({
  path: "/surveys/report",
  title: "Report of survey responses",
  load: async () => (await import("../../features/surveys/survey-report-page.tsx")).SurveyReportPage,
});
