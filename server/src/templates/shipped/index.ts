import { adoptionTemplates } from "./adoption.ts";
import { businessReviewTemplates } from "./business-review.ts";
import { onboardingTemplates } from "./onboarding.ts";
import { renewalTemplates } from "./renewal.ts";
import { riskTemplates } from "./risk.ts";
import type { ShippedTemplate } from "./shipped-template.ts";

/** All templates that come with Perennial. */
export const shippedTemplates: readonly ShippedTemplate[] = [
  ...onboardingTemplates,
  ...adoptionTemplates,
  ...renewalTemplates,
  ...riskTemplates,
  ...businessReviewTemplates,
];
