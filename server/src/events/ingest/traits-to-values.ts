import { type Field, parseFieldValue } from "../../objects/index.ts";

type Traits = Readonly<Record<string, unknown>>;
/** The Segment specification's reserved traits, and common ways of writing them, by our field. */
const contactNames: Readonly<Record<string, string>> = {
  email: "email",
  title: "title",
  job_title: "title",
  phone: "phone",
  language: "language",
  locale: "language",
  time_zone: "timeZone",
  timezone: "timeZone",
  name: "name",
};
const accountNames: Readonly<Record<string, string>> = {
  name: "name",
  industry: "industry",
  employees: "employeeCount",
  employee_count: "employeeCount",
  plan: "plan",
  country: "country",
  region: "region",
  seats: "seatsLicensed",
  seats_licensed: "seatsLicensed",
  time_zone: "timeZone",
  timezone: "timeZone",
  domain: "domains",
  domains: "domains",
};

/**
 * The values that traits of an identify or group call give a record: built-in fields by their usual names, and traits
 * that are defined, by their slug in any spelling (`planName`, `Plan name`, `plan_name`). Traits nobody defined are left
 * out, and so are values that do not fit their field; `problems` says which.
 */
export function valuesOfTraits(
  object: "account" | "contact",
  traits: Traits,
  fields: ReadonlyMap<string, Field>,
): { values: Record<string, unknown>; problems: string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  const names = object === "account" ? accountNames : contactNames;
  for (const [key, raw] of Object.entries({ ...wholeName(object, traits), ...traits })) {
    const slug = slugOf(key);
    const field = fields.get(names[slug] ?? "") ?? fields.get(`trait:${slug}`);
    if (!field?.isEditable || raw === undefined) continue;
    if (raw === null && field.isRequired) continue;
    const value = field.slug === "domains" && typeof raw === "string" ? [raw.toLowerCase()] : raw;
    const parsed = parseFieldValue(field, value);
    if ("problem" in parsed) problems.push(`traits.${key}: ${parsed.problem}`);
    else if (!(field.slug === "timeZone" && !isTimeZone(parsed.value))) values[field.slug] = value;
  }
  if (object === "account" && values.domains === undefined) {
    const domain = domainOfWebsite(traits.website);
    if (domain !== undefined) values.domains = [domain];
  }
  return { values, problems };
}

function wholeName(object: string, traits: Traits): Traits {
  if (object !== "contact" || traits.name !== undefined) return {};
  const parts = [traits.firstName ?? traits.first_name, traits.lastName ?? traits.last_name];
  const name = parts.filter((part) => typeof part === "string" && part.trim() !== "").join(" ");
  return name === "" ? {} : { name };
}

/** `planName`, `Plan Name` and `plan-name` → `plan_name`. */
function slugOf(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
}

function isTimeZone(value: unknown): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(String(value));
    return true;
  } catch {
    return false;
  }
}

function domainOfWebsite(website: unknown): string | undefined {
  if (typeof website !== "string" || website.trim() === "") return undefined;
  const address = /^https?:\/\//i.test(website) ? website : `https://${website}`;
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, "") : undefined;
}
