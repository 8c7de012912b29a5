import { mail, type ShippedTemplate } from "./shipped-template.ts";

const category = "Onboarding";
const team = ["champion", "administrator", "decision-maker", "end-user"];
const csm = { kind: "key-role", role: "csm" } as const;
const after = (days: number) => ({ from: "project-start", days, skipsWeekends: true }) as const;

export const onboardingTemplates: ShippedTemplate[] = [
  mail(
    {
      slug: "onboarding-welcome",
      name: "Onboarding: welcome",
      category,
      description: "The first mail after the hand-over from sales.",
    },
    "Welcome to {{ company.name }}",
    [
      "welcome! My name is {{ sender.name }} and I will look after {{ account.name }} from now on.",
      "To start well I would like to know three things:\n- what you want to have achieved in three months\n- how you will measure it\n- who on your side should be involved",
    ],
    { stakeholderRoles: team },
  ),
  mail(
    {
      slug: "onboarding-nudge",
      name: "Onboarding: set-up nudge",
      category,
      description: "When set-up has not moved for a while.",
    },
    "How is the set-up going?",
    [
      "the set-up for {{ account.name }} is not finished yet. Is anything in the way that we can help with?",
      "If you tell me where you are, I will send the next step or we do it together in a short call.",
    ],
    { stakeholderRoles: team },
  ),
  mail(
    {
      slug: "csm-introduction",
      name: "New CSM introduces themself",
      category,
      description: "When an account gets another CSM.",
    },
    "Your new contact at {{ company.name }}",
    [
      "my name is {{ sender.name }} and I now look after {{ account.name }}. I have read what was agreed with you so far.",
      "I would like to get to know you: would you have twenty minutes in the next weeks?",
    ],
    { stakeholderRoles: ["champion", "decision-maker", "sponsor", "administrator"] },
  ),
  {
    kind: "project",
    slug: "onboarding-project",
    name: "Onboarding",
    category,
    description: "From the hand-over to the first proven result.",
    content: {
      name: "Onboarding of {{ account.name }}",
      target: { from: "project-start", days: 60 },
      stuckAfterDays: 10,
      milestones: [
        { key: "kicked-off", name: "Kicked off", due: after(7) },
        { key: "set-up", name: "Set up", due: after(21) },
        { key: "live", name: "Live", due: after(45) },
        { key: "first-value", name: "First result confirmed by the customer", due: after(60) },
      ],
      tasks: [
        {
          key: "hand-over",
          title: "Read the hand-over from sales",
          milestone: "kicked-off",
          due: after(2),
          assignee: csm,
        },
        {
          key: "kick-off",
          title: "Hold the kick-off with {{ account.name }}",
          milestone: "kicked-off",
          due: after(7),
          assignee: csm,
          dependsOn: ["hand-over"],
          checklist: ["Goals and measures agreed", "Dates agreed", "People named"],
        },
        {
          key: "configure",
          title: "Set up and connect",
          milestone: "set-up",
          due: after(21),
          assignee: { kind: "stakeholder", role: "administrator" },
          dependsOn: ["kick-off"],
          isCustomerVisible: true,
        },
        {
          key: "train",
          title: "Train the first people",
          milestone: "live",
          due: after(35),
          assignee: csm,
          dependsOn: ["configure"],
        },
        {
          key: "go-live",
          title: "Go live",
          milestone: "live",
          due: after(45),
          assignee: csm,
          dependsOn: ["train"],
          isCustomerVisible: true,
        },
        {
          key: "first-value-review",
          title: "Confirm the first result with the customer",
          milestone: "first-value",
          due: after(60),
          assignee: csm,
          dependsOn: ["go-live"],
        },
      ],
    },
  },
  {
    kind: "note",
    slug: "hand-over-note",
    name: "Hand-over",
    category,
    description: "From sales to customer success, or from one CSM to another.",
    content: {
      body: "What was promised:\n\nPeople:\n\nRisks:",
      fields: [
        { slug: "goals", label: "What does the customer want to achieve?", isRequired: true },
        { slug: "promises", label: "What was promised?", isRequired: true },
        { slug: "risks", label: "Known risks", isRequired: false },
      ],
    },
  },
];
