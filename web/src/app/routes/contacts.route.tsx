import { page } from "../page.ts";

/** Every one of the contacts, as views show them. */
export const contactsRoute = page({
  path: "/contacts",
  title: "Contacts",
  readsPast: true,
  load: async () => {
    const [{ ViewsPage }, { contactsViewed }] = await Promise.all([
      import("../../features/views/views-page.tsx"),
      import("../../features/contacts/contacts-viewed.tsx"),
    ]);
    return () => <ViewsPage viewed={contactsViewed} />;
  },
});
