import { Navigate } from "@tanstack/react-router";
import { page } from "../page.ts";

/** The address itself leads to the main job: the renewals of the next 180 days. */
export const homeRoute = page({
  path: "/",
  title: "Perennial",
  load: async () => () => <Navigate to="/renewals" replace />,
});
