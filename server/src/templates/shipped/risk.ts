import { mail, type ShippedTemplate } from "./shipped-template.ts";

const category = "Risk";
const csm = { kind: "key-role", role: "csm" } as const;
const after = (days: number) => ({ from: "project-start", days, skipsWeekends: true }) as const;

export const riskTemplates: ShippedTemplate[] = [
  mail(
    {
      slug: "sponsor-left",
      name: "Key sponsor left",
      category,
      description: "To those who remain, when a sponsor has left.",
    },
    "Who should we talk to from now on?",
    [
      "we heard that there has been a change at {{ account.name }}. So that nothing is lost I would like to meet whoever takes over.",
      "Whom should I write to, and may I show them what has been achieved so far?",
    ],
    { stakeholderRoles: ["champion", "decision-maker", "administrator", "end-user"] },
  ),
  mail(
    {
      slug: "support-drag",
      name: "Support drag",
      category,
      description: "When too many tickets stay open too long.",
    },
    "About your open support requests",
    [
      "several of your support requests have taken longer than they should. I have looked at them with our support team.",
      "Which of them hinders you most? We will take that one first.",
    ],
    { stakeholderRoles: ["administrator", "champion", "decision-maker"] },
  ),
  mail(
    {
      slug: "win-back",
      name: "Win-back after lapse",
      category,
      description: "Some time after an account has lapsed.",
    },
    "How have you been?",
    [
      "some time has passed since {{ account.name }} stopped working with us. I would like to learn from it: what was missing?",
      "Much has changed since. If you are interested, I will gladly show you what is new.",
    ],
    { stakeholderRoles: ["decision-maker", "sponsor", "champion"] },
  ),
  {
    kind: "note",
    slug: "red-account-note",
    name: "Red account",
    category,
    description: "Why an account is red, and the plan.",
    content: {
      subject: "{{ account.name }} is red",
      body: "What happened:\n\nPlan:",
      fields: [
        { slug: "root-cause", label: "What is behind it", isRequired: true },
        { slug: "plan", label: "Plan to get out of it", isRequired: true },
        { slug: "owner", label: "Who helps with it", isRequired: false },
      ],
    },
  },
  {
    kind: "note",
    slug: "escalation-note",
    name: "Escalation",
    category,
    description: "What was escalated, to whom, with what result.",
    content: {
      body: "What happened:\n\nWhat we do:",
      fields: [
        { slug: "severity", label: "How bad is it for the customer?", isRequired: true },
        { slug: "asked", label: "Who was asked for what?", isRequired: true },
        { slug: "until", label: "Until when?", isRequired: false },
      ],
    },
  },
  {
    kind: "project",
    slug: "red-account-project",
    name: "Red account plan",
    category,
    description: "From the cause to the customer's confirmation that it is solved.",
    content: {
      name: "Save {{ account.name }}",
      target: { from: "project-start", days: 45 },
      stuckAfterDays: 7,
      milestones: [
        { key: "understood", name: "Cause understood", due: after(7) },
        { key: "solved", name: "Solved, says the customer", due: after(45) },
      ],
      tasks: [
        {
          key: "ask",
          title: "Ask the customer what is wrong",
          milestone: "understood",
          due: after(3),
          assignee: csm,
          priority: "high",
        },
        {
          key: "plan",
          title: "Agree a plan with the customer",
          milestone: "understood",
          due: after(7),
          assignee: csm,
          dependsOn: ["ask"],
        },
        {
          key: "sponsor",
          title: "Find a sponsor on our side",
          milestone: "understood",
          due: after(7),
          assignee: csm,
        },
        {
          key: "review",
          title: "Review the plan with the customer",
          milestone: "solved",
          due: after(21),
          assignee: csm,
          dependsOn: ["plan"],
        },
        {
          key: "confirm",
          title: "Get the customer's confirmation",
          milestone: "solved",
          due: after(45),
          assignee: csm,
          dependsOn: ["review"],
        },
      ],
    },
  },
];
