import { build } from "../../scripts/prepare.mjs";

/** Runs once before the tests: some of them start the program as people get it. */
export function setup(): void {
  build({ onlyIfStale: true });
}
