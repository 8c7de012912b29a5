import { expect, it } from "vitest";
import { z } from "zod";
import { Problem } from "./errors.ts";
import { parseInput } from "./parse-input.ts";

const schema = z.object({
  name: z.string().min(1),
  code: z.string().max(3),
  email: z.email(),
  role: z.enum(["a", "b"]),
  own: z.string().min(5, "five of them"),
  left: z.string(),
});

it("says in people's words what is wrong, field by field", () => {
  try {
    parseInput(schema, { name: "", code: "long", email: "x", role: "c", own: "x" });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect(Object.fromEntries((error as Problem).fields.map(({ path, message }) => [path, message]))).toEqual(
      {
        name: "is required",
        code: "at most 3 characters",
        email: "is not an e-mail address",
        role: "one of: a, b",
        own: "five of them",
        left: "is required",
      },
    );
  }
});
