import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "conformance/**/*.test.ts",
      "test/**/*.test.ts",
      "bench/**/*.test.ts",
      "fuzz/**/*.test.ts",
    ],
    // for tests that hang, whatever else the machine does
    testTimeout: 300_000,
    pool: "forks",
  },
});
