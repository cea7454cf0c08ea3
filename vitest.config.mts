import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          globalSetup: "test/support/build.ts",
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 20_000,
        },
      },
    ],
  },
});
