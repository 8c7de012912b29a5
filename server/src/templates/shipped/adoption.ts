import { mail, type ShippedTemplate } from "./shipped-template.ts";

const category = "Adoption";
const users = ["champion", "administrator", "end-user", "decision-maker"];

export const adoptionTemplates: ShippedTemplate[] = [
  mail(
    {
      slug: "usage-help",
      name: "Usage slipping: help",
      category,
      description: "Low touch: offers help when usage goes down.",
    },
    "Can we make {{ company.name }} easier for you?",
    [
      "we noticed that {{ account.name }} uses {{ company.name }} less than before. That can have good reasons; if something is in the way, we would like to know.",
      "What would help most?\n- a short training\n- help with a particular task\n- nothing, all is well",
    ],
    { stakeholderRoles: users },
  ),
  mail(
    {
      slug: "usage-check-in",
      name: "Usage slipping: check in",
      category,
      description: "High touch: a personal question.",
    },
    "A quick question",
    [
      "I saw that less is going on at {{ account.name }} than some weeks ago, and would rather ask than guess: has something changed on your side?",
      "I have time for a call this week.",
    ],
    { stakeholderRoles: users },
  ),
  mail(
    {
      slug: "seats-nearly-full",
      name: "Seats nearly full",
      category,
      description: "When most of the licensed seats are in use.",
    },
    "Your seats are nearly all in use",
    [
      "{{ account.name }} uses nearly all of its {{ account.seats_licensed | default: 'licensed' }} seats. So that nobody has to wait for access I can send you an offer for more.",
      "How many people will join in the next months?",
    ],
    { stakeholderRoles: ["administrator", "champion", "decision-maker"] },
  ),
  mail(
    {
      slug: "nps-promoter",
      name: "NPS: promoter",
      category,
      description: "Thanks, and asks what they like best.",
    },
    "Thank you for your answer",
    [
      "thank you for your kind answer to our question. What do you like best?",
      "If you are willing to share it in public, a short review would help others find us.",
    ],
  ),
  mail(
    { slug: "nps-passive", name: "NPS: passive", category, description: "Asks what would make it a 10." },
    "What would make it a 10?",
    ["thank you for your answer. What one thing would make you recommend us without hesitation?"],
  ),
  mail(
    { slug: "nps-detractor", name: "NPS: detractor", category, description: "Asks what we can do better." },
    "What can we do better?",
    [
      "thank you for your frank answer. I am sorry that we did not meet your expectations.",
      "What should we do better first? I will read your answer myself and come back to you.",
    ],
  ),
];
