import { z } from "zod";
import { endpoint } from "./endpoint.ts";

export const getOpenApi = endpoint({
  method: "GET",
  path: "/openapi.json",
  summary: "Read this description (OpenAPI 3.1)",
  response: z.record(z.string(), z.unknown()),
});
