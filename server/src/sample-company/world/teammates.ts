/** A teammate of the sample company. `key` names them within it. */
export type SampleTeammate = {
  key: string;
  name: string;
  role: "administrator" | "revops" | "leader" | "csm" | "viewer";
  region: string | null;
  team: string;
  manager: string | null;
};

/** The customer success team: a leader, two regions with a manager each, CSMs and account managers below them. */
export const sampleTeammates: readonly SampleTeammate[] = [
  {
    key: "vp",
    name: "Margot Ellison",
    role: "leader",
    region: null,
    team: "Customer Success",
    manager: null,
  },
  { key: "exec", name: "Henrik Dahl", role: "viewer", region: null, team: "Executive", manager: null },
  {
    key: "revops",
    name: "Salma Idris",
    role: "revops",
    region: null,
    team: "Revenue Operations",
    manager: "vp",
  },
  {
    key: "emea",
    name: "Lukas Brandt",
    role: "leader",
    region: "EMEA",
    team: "Customer Success",
    manager: "vp",
  },
  {
    key: "amer",
    name: "Renata Castellano",
    role: "leader",
    region: "Americas",
    team: "Customer Success",
    manager: "vp",
  },
  {
    key: "csm-e1",
    name: "Johanna Lindqvist",
    role: "csm",
    region: "EMEA",
    team: "Customer Success",
    manager: "emea",
  },
  {
    key: "csm-e2",
    name: "Martin Okafor",
    role: "csm",
    region: "EMEA",
    team: "Customer Success",
    manager: "emea",
  },
  {
    key: "csm-e3",
    name: "Aylin Demir",
    role: "csm",
    region: "EMEA",
    team: "Customer Success",
    manager: "emea",
  },
  {
    key: "am-e1",
    name: "Colin Hart",
    role: "csm",
    region: "EMEA",
    team: "Account Management",
    manager: "emea",
  },
  {
    key: "am-e2",
    name: "Beatriz Lobo",
    role: "csm",
    region: "EMEA",
    team: "Account Management",
    manager: "emea",
  },
  {
    key: "csm-a1",
    name: "Devon Price",
    role: "csm",
    region: "Americas",
    team: "Customer Success",
    manager: "amer",
  },
  {
    key: "csm-a2",
    name: "Naomi Fields",
    role: "csm",
    region: "Americas",
    team: "Customer Success",
    manager: "amer",
  },
  {
    key: "csm-a3",
    name: "Caio Ramos",
    role: "csm",
    region: "Americas",
    team: "Customer Success",
    manager: "amer",
  },
  {
    key: "am-a1",
    name: "Theo Whitaker",
    role: "csm",
    region: "Americas",
    team: "Account Management",
    manager: "amer",
  },
  {
    key: "am-a2",
    name: "Priscilla Wong",
    role: "csm",
    region: "Americas",
    team: "Account Management",
    manager: "amer",
  },
];
