import type { ProjectContent } from "@perennial/contract";
import { mail, type ShippedTemplate } from "./shipped-template.ts";

const category = "Renewal";
const deciders = ["decision-maker", "sponsor", "champion"];

const csm = { kind: "key-role", role: "csm" } as const;
const beforeDue = (days: number) => ({ from: "renewal-due", days: -days, skipsWeekends: true }) as const;

const renewalProject: ProjectContent = {
  name: "Renewal of {{ account.name }}",
  description:
    "From the review of what was achieved to the signature, counted back from the renewal's due date.",
  target: { from: "renewal-due", days: 0 },
  stuckAfterDays: 14,
  milestones: [
    { key: "value-proven", name: "Value reviewed with the customer", due: beforeDue(120) },
    { key: "proposal-sent", name: "Proposal sent", due: beforeDue(90) },
    { key: "terms-agreed", name: "Terms agreed", due: beforeDue(45) },
    { key: "signed", name: "Signed", due: beforeDue(14) },
  ],
  tasks: [
    {
      key: "value-review",
      title: "Review the value {{ account.name }} has gained",
      description: "Goals set, goals reached, in the customer's own measure. Bring what is missing, too.",
      milestone: "value-proven",
      due: beforeDue(150),
      assignee: csm,
      priority: "high",
      checklist: [
        "Goals and their measures collected",
        "Achievements confirmed by the customer",
        "Open wishes listed",
      ],
    },
    {
      key: "usage-check",
      title: "Check usage and licences",
      description:
        "Seats used against seats licensed, breadth, trend. Decide what to propose: fewer, as many, more.",
      milestone: "value-proven",
      due: beforeDue(140),
      assignee: csm,
      checklist: ["Seats used against licensed", "Features adopted", "Trend of the last 90 days"],
    },
    {
      key: "stakeholder-map",
      title: "Confirm the stakeholder map",
      description: "Who decides, who signs, who must be asked, who is new since last time.",
      milestone: "value-proven",
      due: beforeDue(130),
      assignee: csm,
      checklist: ["Decision maker confirmed", "Champion confirmed", "Purchasing and legal known"],
    },
    {
      key: "proposal",
      title: "Send the proposal",
      milestone: "proposal-sent",
      due: beforeDue(90),
      assignee: csm,
      priority: "high",
      dependsOn: ["value-review", "usage-check"],
    },
    {
      key: "negotiation",
      title: "Negotiate the terms",
      milestone: "terms-agreed",
      due: beforeDue(60),
      assignee: csm,
      dependsOn: ["proposal", "stakeholder-map"],
    },
    {
      key: "paper",
      title: "Get the paper through purchasing and legal",
      milestone: "signed",
      due: beforeDue(30),
      assignee: csm,
      dependsOn: ["negotiation"],
      isCustomerVisible: true,
    },
    {
      key: "signature",
      title: "Get the signature",
      milestone: "signed",
      due: beforeDue(14),
      assignee: csm,
      priority: "high",
      dependsOn: ["paper"],
      isCustomerVisible: true,
    },
  ],
};

export const renewalTemplates: ShippedTemplate[] = [
  mail(
    {
      slug: "renewal-reminder",
      name: "Renewal: automated reminder",
      category,
      description: "Announces the renewal and asks whether anything should change.",
    },
    "Your {{ company.name }} agreement renews on {{ renewal.due_on | date: '%d %B %Y' }}",
    [
      "the agreement between {{ account.name }} and {{ company.name }} runs until {{ renewal.due_on | date: '%d %B %Y' }}. We would be glad to go on working with you.",
      "Please let us know by answering this mail:\n- whether everything may stay as it is\n- whether you need more, fewer or other licences\n- who should receive the paperwork",
    ],
    { stakeholderRoles: deciders },
  ),
  mail(
    {
      slug: "renewal-follow-up",
      name: "Renewal: follow-up",
      category,
      description: "A reply in the thread of the reminder when no answer came.",
    },
    "Your {{ company.name }} agreement",
    [
      "I am coming back to my message about your agreement, which runs until {{ renewal.due_on | date: '%d %B %Y' }}.",
      "A short answer is enough: may we prepare the renewal as it is, or shall we talk first?",
    ],
    { stakeholderRoles: deciders },
  ),
  mail(
    {
      slug: "renewal-book-call",
      name: "Renewal: book a call",
      category,
      description: "Proposes a call about the renewal; for accounts looked after in person.",
    },
    "Shall we talk about the next term?",
    [
      "your agreement with us runs until {{ renewal.due_on | date: '%d %B %Y' }}. Before we send anything I would like to hear what worked, what did not, and what you plan for the next term.",
      "Would half an hour in the next two weeks suit you? Tell me two or three times that fit and I will send an invitation.",
    ],
    { stakeholderRoles: deciders },
  ),
  mail(
    {
      slug: "renewal-confirmation",
      name: "Renewal: confirmation after signature",
      category,
      description: "Thanks for the renewal and says what happens next.",
    },
    "Thank you for renewing with {{ company.name }}",
    [
      "thank you for your trust: the renewal for {{ account.name }} is signed.",
      "Nothing changes in your access. I will be in touch about what you want to achieve in the new term; until then you reach me by answering this mail.",
    ],
    { stakeholderRoles: deciders },
  ),
  {
    kind: "project",
    slug: "renewal-project",
    name: "Renewal",
    category,
    description:
      "Value review, usage and licence check, stakeholders, proposal, negotiation, paper, signature.",
    content: renewalProject,
  },
  {
    kind: "note",
    slug: "renewal-call-note",
    name: "Renewal call",
    category,
    description: "What was said on a renewal call.",
    content: {
      subject: "Renewal call with {{ account.name }}",
      body: "What they said:\n\nWhat we promised:\n\nNext step:",
      fields: [
        { slug: "outlook", label: "How likely is the renewal, and why?", isRequired: true },
        { slug: "decision-maker", label: "Who decides?", isRequired: true },
        { slug: "objections", label: "Objections", isRequired: false },
        { slug: "next-step", label: "Next step and date", isRequired: true },
      ],
    },
  },
  {
    kind: "task",
    slug: "renewal-call-task",
    name: "Call about the renewal",
    category,
    description: "A call by a person, for accounts looked after in person.",
    content: {
      title: "Call {{ account.name }} about the renewal",
      description:
        "Due {{ renewal.due_on | date: '%d %B %Y' | default: 'soon' }}. Write the call down with the template “Renewal call”.",
      due: { from: "project-start", days: 5, skipsWeekends: true },
      assignee: csm,
      priority: "high",
      category,
    },
  },
];
