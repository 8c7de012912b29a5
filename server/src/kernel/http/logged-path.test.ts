import { expect, it } from "vitest";
import { loggedPath } from "./logged-path.ts";

it("keeps the tokens of links and what is asked for out of the log", () => {
  const token = "8rqtB3FcO2uCNN1hMyp5gAJYYDiL5gZVe3BomjjBHqo";
  expect(loggedPath(`/set-up/${token}`)).toBe("/set-up/[token]");
  expect(loggedPath(`/accept-invitation/${token}?x=1`)).toBe("/accept-invitation/[token]");
  const id = "01a20788-1ea2-75d8-9e9a-7b2c5b57f61a";
  expect(loggedPath(`/api/v1/accounts/${id}/restoration`)).toBe(`/api/v1/accounts/${id}/restoration`);
});
