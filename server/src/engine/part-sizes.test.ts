import { expect, it } from "vitest";
import { createPartSizes } from "./part-sizes.ts";

const part = (accounts: number, pass_id = "a") => ({ pass_id, accounts });

it("grows, at most to twice as many, to what is done in 200 ms", () => {
  const sizes = createPartSizes();
  expect(sizes.of("a")).toBe(200);
  sizes.took(part(200), 20);
  expect(sizes.of("a")).toBe(400);
  sizes.took(part(400), 160);
  expect(sizes.of("a")).toBe(500);
});

it("shrinks at once to what is done in 200 ms, but not below what statements take for nobody", () => {
  const sizes = createPartSizes();
  for (let size = sizes.of("a"); size < 2_000; size = sizes.of("a")) sizes.took(part(size), 1);
  sizes.took(part(2_000), 1_000);
  expect(sizes.of("a")).toBe(400);
  sizes.took(part(400), 5_000);
  expect(sizes.of("a")).toBe(200);
});

it("learns nothing from a part cut short or of another pass, and begins anew with the next pass", () => {
  const sizes = createPartSizes();
  sizes.of("a");
  sizes.took(part(3), 1);
  sizes.took(part(200, "b"), 1);
  expect(sizes.of("a")).toBe(200);
  sizes.took(part(200), 1);
  expect(sizes.of("a")).toBe(400);
  expect(sizes.of("b")).toBe(200);
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
