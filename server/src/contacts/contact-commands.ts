import { recordCommands } from "../objects/index.ts";
import { contactType } from "./contact-type.ts";

export const contactCommands = recordCommands(contactType);
