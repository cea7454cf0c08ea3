import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const example = resolve("examples/speech-service");
const cache = mkdtempSync(join(tmpdir(), "ml-engineer-python-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

describe.skipIf(!hasPython())("the example with this machine's Python", () => {
  it("compiles", () => {
    const files = readdirSync(example, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".py"));
    expect(files).toContain(join("captions", "modules", "transcription", "service.py"));
    const script =
      "import sys\nfor path in sys.argv[1:]:\n    compile(open(path, encoding='utf-8').read(), path, 'exec')";
    python("-c", script, ...files);
  });

  it("passes its own tests", () => {
    expect(python("-m", "unittest", "discover", "-t", ".", "-s", "tests")).toMatch(/Ran [1-9]\d* tests[\s\S]*\nOK/);
  });
});

function hasPython(): boolean {
  try {
    return python("-c", "import sys; print(sys.version_info >= (3, 11))").trim() === "True";
  } catch {
    return false;
  }
}

/** Both streams, because unittest reports on stderr. Nothing is written into the example. */
function python(...options: readonly string[]): string {
  const quoted = options.map((option) => `'${option.replaceAll("'", "'\\''")}'`).join(" ");
  return execFileSync("sh", ["-c", `exec python3 ${quoted} 2>&1`], {
    cwd: example,
    encoding: "utf8",
    env: { ...process.env, PYTHONPYCACHEPREFIX: cache },
  });
}
