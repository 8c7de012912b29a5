import { Navigate } from "@tanstack/react-router";
import { page } from "../page.ts";

/** The address itself leads to the work of the day. */
export const homeRoute = page({
  path: "/",
  title: "Perennial",
  load: async () => () => <Navigate to="/today" replace />,
});
