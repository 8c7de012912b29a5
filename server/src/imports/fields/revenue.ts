import {
  accountNeed,
  accountReference,
  contactReference,
  externalId,
  type ImportField,
  type ImportFields,
} from "./import-field.ts";
import { billingIntervalWords, renewalOutcomeWords, subscriptionKindWords } from "./words.ts";

const contractReference: ImportField = {
  field: "contract.externalId",
  type: "text",
  synonyms: ["contract id", "contract number", "contract", "agreement id", "order id"],
};
const currency: ImportField = { field: "currency", type: "text", synonyms: ["currency code"] };
const startsOn: ImportField = {
  field: "startsOn",
  type: "date",
  synonyms: ["start date", "starts", "start", "term start", "begin date", "effective date", "started at"],
};
const endSynonyms = [
  "end date",
  "ends",
  "end",
  "term end",
  "expiry date",
  "expiration date",
  "expires on",
  "ended at",
];

export const contractImportFields: ImportFields = {
  object: "contracts",
  nouns: ["contract", "agreement", "order"],
  others: "traits",
  needs: [accountNeed, ["startsOn"]],
  fields: [
    externalId(),
    ...accountReference,
    { field: "signedOn", type: "date", synonyms: ["signed", "signature date", "signed date", "signed at"] },
    startsOn,
    { field: "endsOn", type: "date", synonyms: endSynonyms },
    { field: "noticePeriodDays", type: "integer", synonyms: ["notice period", "notice days"] },
    { field: "noticePeriodMonths", type: "integer", synonyms: ["notice months"] },
    { field: "autoRenews", type: "boolean", synonyms: ["auto renew", "auto renewal", "auto renew flag"] },
    { field: "renewalTermMonths", type: "integer", synonyms: ["renewal term", "term months", "term length"] },
    { field: "upliftPct", type: "percentage", synonyms: ["uplift", "uplift percent", "price increase"] },
    currency,
  ],
};

export const subscriptionImportFields: ImportFields = {
  object: "subscriptions",
  nouns: ["subscription", "line", "line item"],
  others: "traits",
  needs: [accountNeed, ["startsOn"], ["mrr", "arr", "unitPrice"]],
  fields: [
    externalId(),
    ...accountReference,
    contractReference,
    { field: "product", type: "text", synonyms: ["product name", "sku"] },
    { field: "plan", type: "text", synonyms: ["plan tier", "plan name", "plan type", "package", "edition"] },
    { field: "kind", type: "select", words: subscriptionKindWords, synonyms: ["type", "revenue type"] },
    { field: "trial", type: "boolean", synonyms: ["is trial"] },
    { field: "quantity", type: "number", synonyms: ["seats", "qty", "units", "licenses", "licences"] },
    { field: "unitPrice", type: "currency", synonyms: ["price", "list price", "price per unit"] },
    { field: "discountPct", type: "percentage", synonyms: ["discount", "discount percent"] },
    { field: "upliftPct", type: "percentage", synonyms: ["uplift", "uplift percent", "price increase"] },
    {
      field: "billingInterval",
      type: "select",
      words: billingIntervalWords,
      synonyms: ["billing frequency", "billing period", "billing cycle", "interval"],
    },
    {
      field: "mrr",
      type: "currency",
      synonyms: ["mrr amount", "monthly recurring revenue", "monthly amount"],
    },
    { field: "arr", type: "currency", synonyms: ["arr amount", "annual recurring revenue", "annual amount"] },
    currency,
    startsOn,
    { field: "endsOn", type: "date", synonyms: endSynonyms },
    { field: "endsBefore", type: "date", synonyms: ["ends before", "end exclusive"] },
  ],
};

export const mrrSnapshotImportFields: ImportFields = {
  object: "mrr-snapshots",
  nouns: ["snapshot"],
  others: "nothing",
  needs: [accountNeed, ["month"], ["mrr"]],
  fields: [
    ...accountReference,
    { field: "month", type: "month", synonyms: ["period", "date", "as of", "snapshot date", "month start"] },
    {
      field: "mrr",
      type: "currency",
      synonyms: ["mrr amount", "amount", "monthly recurring revenue", "revenue"],
    },
    { field: "plan", type: "text", synonyms: ["plan tier", "plan name", "product"] },
    currency,
  ],
};

export const renewalImportFields: ImportFields = {
  object: "renewals",
  nouns: ["renewal", "opportunity"],
  others: "traits",
  needs: [
    [...accountNeed, "contact.externalId", "contract.externalId"],
    ["dueOn", "externalId"],
  ],
  fields: [
    externalId(),
    ...accountReference,
    ...contactReference,
    contractReference,
    { field: "dueOn", type: "date", synonyms: ["due date", "due", "close date", "date", "end date"] },
    {
      field: "targetArr",
      type: "currency",
      synonyms: ["target", "arr up for renewal", "base arr", "current arr"],
    },
    { field: "forecastArr", type: "currency", synonyms: ["forecast", "expected arr"] },
    { field: "rating", type: "text", synonyms: ["confidence", "forecast category"] },
    { field: "stage", type: "text", synonyms: ["stage name"] },
    { field: "outcome", type: "select", words: renewalOutcomeWords, synonyms: ["status", "result"] },
    { field: "orderedOn", type: "date", synonyms: ["ordered", "order date", "closed on", "closed date"] },
    { field: "finalArr", type: "currency", synonyms: ["arr", "closed arr", "renewed arr", "amount"] },
    {
      field: "lossReason",
      type: "text",
      synonyms: ["churn reason", "reason", "loss reason code", "reason code"],
    },
    currency,
    { field: "nextStep", type: "long-text", synonyms: ["next steps"] },
    { field: "notes", type: "long-text", synonyms: ["note", "comment", "comments"] },
  ],
};
