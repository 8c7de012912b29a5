import type { Page } from "./page.ts";

/** Every page of the application. One line each, one file each under `routes/`; keep the lines sorted. */
export const pages: readonly Page[] = [];
