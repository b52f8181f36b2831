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
    testTimeout: 60_000,
    pool: "forks",
  },
});
