import { passwordText } from "@perennial/contract";
import { z } from "zod";
import { systemContext } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import type { CommandLine } from "../kernel/command-line.ts";
import { problem } from "../kernel/errors.ts";
import { makePerson } from "./make-person.ts";
import { roleNamed } from "./role-words.ts";
import type { Role } from "./roles.ts";

/** Makes somebody who can sign in, by whoever runs this installation. */
const createPerson = command({
  name: "teammates.create-with-password",
  permission: "teammates.create-with-password",
  input: z.object({
    name: z.string().trim().min(1).max(200),
    email: z.email("not an e-mail address"),
    role: z.custom<Role>(),
    password: passwordText,
  }),
  async run({ app, tx, ctx, input }) {
    const { id, changes, events } = await makePerson(app, tx, ctx, input);
    return { result: id, changes, events };
  },
});

export const createUser: CommandLine = {
  name: "create-user",
  usage: "--email E --name N --role administrator",
  summary: "Makes a teammate who can sign in. The password is read from standard input.",
  options: { email: { type: "string" }, name: { type: "string" }, role: { type: "string" } },
  async run({ values, readInput, withApp, print }) {
    const { email, name } = values;
    if (typeof email !== "string" || typeof name !== "string" || typeof values.role !== "string") {
      throw problem("invalid-input", "Give --email, --name and --role, as in --role administrator.");
    }
    const role = roleNamed(values.role);
    if (!role) {
      throw problem("invalid-input", "The role is one of: administrator, revops, leader, csm, viewer.");
    }
    const password = await readInput();
    await withApp(async (app) =>
      execute(app, await systemContext(app, "command line"), createPerson, { email, name, role, password }),
    );
    print(`${name} (${email}) can sign in as ${role}.`);
    return undefined;
  },
};
