import { expect, it } from "vitest";
import { createPartSizes } from "./part-sizes.ts";

const part = (accounts: number, pass_id = "a") => ({ pass_id, accounts });

it("grows, at most to twice as many, to what is done in half a second", () => {
  const sizes = createPartSizes();
  expect(sizes.of("a")).toBe(500);
  sizes.took(part(500), 50);
  expect(sizes.of("a")).toBe(1_000);
  sizes.took(part(1_000), 400);
  expect(sizes.of("a")).toBe(1_250);
});

it("shrinks at once to what is done in half a second, but not to where statements mostly work for nobody", () => {
  const sizes = createPartSizes();
  for (let size = sizes.of("a"); size < 2_000; size = sizes.of("a")) sizes.took(part(size), 1);
  sizes.took(part(2_000), 1_000);
  expect(sizes.of("a")).toBe(1_000);
  sizes.took(part(1_000), 5_000);
  expect(sizes.of("a")).toBe(500);
});

it("learns nothing from a part cut short or of another pass, and begins anew with the next pass", () => {
  const sizes = createPartSizes();
  sizes.of("a");
  sizes.took(part(3), 1);
  sizes.took(part(500, "b"), 1);
  expect(sizes.of("a")).toBe(500);
  sizes.took(part(500), 1);
  expect(sizes.of("a")).toBe(1_000);
  expect(sizes.of("b")).toBe(500);
});

it("halves down to the one account at fault, and grows again", () => {
  const sizes = createPartSizes();
  sizes.of("a");
  sizes.failed(part(3));
  expect(sizes.of("a")).toBe(2);
  sizes.failed(part(2));
  sizes.failed(part(1));
  expect(sizes.of("a")).toBe(1);
  sizes.took(part(1), 10);
  expect(sizes.of("a")).toBe(2);
});
