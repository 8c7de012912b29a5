import { type Contact, contacts, stakeholderRoles } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import type { ViewedObject } from "../../api/viewed-object.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";

export type ListedContact = Contact & ListedRow;

const own: readonly GridColumn<ListedContact>[] = [
  {
    id: "name",
    type: "text",
    title: "Contact",
    width: 200,
    href: (contact) => `/contacts/${contact.id}`,
    value: (contact) => contact.name ?? contact.email,
  },
  {
    id: "accountNames",
    type: "readonly",
    title: "Accounts",
    width: 200,
    value: (contact) => contact.accounts.map((link) => link.accountName).join(", ") || null,
    render: (contact) =>
      contact.accounts.length === 0 ? (
        <span className="text-ink-3">–</span>
      ) : (
        contact.accounts.map((link, at) => (
          <span key={link.accountId}>
            {at > 0 && ", "}
            <Link to={`/accounts/${link.accountId}`} tabIndex={-1} className="hover:underline">
              {link.accountName}
            </Link>
          </span>
        ))
      ),
  },
];

/** Contacts as the page of their views shows them: those who have not left, by name. */
export const contactsViewed: ViewedObject<ListedContact> = {
  object: "contact",
  plural: "contacts",
  title: "Contacts",
  noun: "contact",
  list: contacts.list,
  update: contacts.update,
  live: ["contact"],
  searched: "name",
  hrefOf: (contact) => `/contacts/${contact.id}`,
  titleOf: (contact) => contact.name ?? contact.email ?? "Contact",
  usualName: "All contacts",
  usual: {
    filter: null,
    columns: [
      "name",
      "title",
      "accountNames",
      "stakeholderRoles",
      "email",
      "phone",
      "language",
      "deactivatedOn",
    ],
    sort: "name",
    group: null,
    layout: "table",
    layoutField: null,
    widths: {},
    pinned: null,
    footers: {},
  },
  useColumns: () => own,
  useChoices: () => choices,
  empty: { title: "No contact fits", text: "Take a filter away, or import contacts." },
};

const choices = [
  {
    id: "standing",
    label: "Standing",
    usual: "here",
    options: [
      { value: "any", label: "Here or gone", rule: null },
      { value: "here", label: "Still there", rule: { subject: "deactivatedOn", op: "is-empty" } },
      { value: "gone", label: "Gone", rule: { subject: "deactivatedOn", op: "is-set" } },
    ],
  },
];

/** What a role is called. */
export function roleLabel(role: string | null): string | undefined {
  return stakeholderRoles.find((each) => each.value === role)?.label;
}
