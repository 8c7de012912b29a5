export * from "./accounts.ts";
export * from "./contacts.ts";
export * from "./endpoint.ts";
export * from "./fields.ts";
export * from "./organizations.ts";
export * from "./records.ts";
export * from "./tickets.ts";
