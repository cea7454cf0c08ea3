import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const unitResolve = { alias: { vscode: resolve("test/support/fake-vscode.ts") } };
const unit = { globalSetup: "test/support/build.ts", pool: "forks", maxWorkers: 2, testTimeout: 20_000 } as const;
const beyondUnit = ["test/e2e/**", "test/webview/**"];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: unitResolve,
        test: {
          ...unit,
          name: "unit",
          // A process for each file would take longer than the tests: what a file changes globally it puts back.
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: [...beyondUnit, "test/**/*.slow.test.ts"],
        },
      },
      // Hundreds of generated cases, real engines and repositories: part of `npm test`, not of the everyday loop.
      {
        resolve: unitResolve,
        test: { ...unit, name: "slow", include: ["test/**/*.slow.test.ts"], exclude: beyondUnit, testTimeout: 120_000 },
      },
      {
        test: {
          name: "webview",
          globalSetup: "test/support/build.ts",
          include: ["test/webview/**/*.test.ts"],
          pool: "forks",
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.e2e.ts"],
          globalSetup: ["test/e2e/support/setup.ts"],
          pool: "forks",
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
