import { mail, type ShippedTemplate } from "./shipped-template.ts";

const category = "Business review";

export const businessReviewTemplates: ShippedTemplate[] = [
  mail(
    {
      slug: "business-review-invitation",
      name: "Business review: invitation",
      category,
      description: "Proposes a review.",
    },
    "Shall we look back and ahead?",
    [
      "I would like to look with you at what {{ account.name }} has achieved with {{ company.name }}, and at what comes next.",
      "An hour is enough. Which of the next weeks suits you, and who should be there?",
    ],
    { stakeholderRoles: ["decision-maker", "sponsor", "champion"] },
  ),
  {
    kind: "note",
    slug: "business-review-note",
    name: "Business review",
    category,
    description: "What came out of a business review.",
    content: {
      subject: "Business review with {{ account.name }}",
      body: "Goals and value:\n\nUsage:\n\nWishes:\n\nAgreed:",
      fields: [
        { slug: "value", label: "Value confirmed by the customer", isRequired: true },
        { slug: "goals", label: "Goals until the next review", isRequired: true },
        { slug: "wishes", label: "Wishes for the product", isRequired: false },
      ],
    },
  },
  {
    kind: "note",
    slug: "health-check-note",
    name: "Health check",
    category: "Adoption",
    description: "A look at an account between reviews.",
    content: {
      subject: "Health check of {{ account.name }}",
      body: "Usage:\n\nPeople:\n\nSupport:",
      fields: [
        { slug: "sentiment", label: "How does the customer feel about us?", isRequired: true },
        { slug: "next-step", label: "Next step", isRequired: true },
      ],
    },
  },
];
