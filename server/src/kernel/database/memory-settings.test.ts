import { expect, test } from "vitest";
import { memorySettings } from "./memory-settings.ts";

const gigabyte = 1024 ** 3;

test("PostgreSQL takes a quarter of the memory, within bounds", () => {
  expect(memorySettings(8 * gigabyte)).toEqual({ shared_buffers: "2048MB", effective_cache_size: "4096MB" });
  expect(memorySettings(0.25 * gigabyte).shared_buffers).toBe("128MB");
  expect(memorySettings(256 * gigabyte).shared_buffers).toBe("4096MB");
});

test("a container without a limit reports an absurd one, which only means the machine’s", () => {
  expect(memorySettings(Number.MAX_VALUE).shared_buffers).toBe("4096MB");
});
