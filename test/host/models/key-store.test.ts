import { beforeEach, describe, expect, it } from "vitest";
import { env, resetFake, UIKind } from "../../support/fake-vscode";
import { fakeMemento, fakeSecrets } from "../../support/fake-vscode/storage";
import { newParts } from "./support";

const key = "sk-ant-test-0123456789";
beforeEach(resetFake);

describe("key store", () => {
  it("keeps the key in the secret storage and nowhere else", async () => {
    const { keys, globalState, lines, log } = newParts();
    expect(await keys.save(key)).toBe("kept");
    log.info(`a slip: ${key}`);
    expect(await keys.read()).toBe(key);
    expect(globalState.text()).not.toContain(key);
    expect(lines.join("\n")).not.toContain(key);
    expect(await keys.problem()).toBeUndefined();
  });

  it("forgets a removed key and does not call it lost", async () => {
    const { keys } = newParts();
    await keys.save(key);
    await keys.remove();
    expect([await keys.read(), await keys.problem()]).toEqual([undefined, undefined]);
  });

  it("tells every window of a change", async () => {
    const secrets = fakeSecrets();
    const [one, other] = [newParts({ secrets }), newParts({ secrets })];
    let told = 0;
    other.keys.onDidChange(() => told++);
    await one.keys.save(key);
    expect(told).toBe(1);
    expect(await other.keys.read()).toBe(key);
  });

  it.each(["broken", "forgetful"] as const)(
    "uses the key until the window closes when the storage is %s",
    async (kind) => {
      const globalState = fakeMemento();
      const { keys, lines } = newParts({ secrets: fakeSecrets(kind), globalState });
      expect(await keys.save(key)).toBe("until-closed");
      expect([await keys.read(), await keys.problem()]).toEqual([key, undefined]);
      expect(lines.join("\n")).toContain("does not keep the API key");
      expect(lines.join("\n")).not.toContain(key);
      expect(globalState.text()).not.toContain(key);
    },
  );

  it("says that a storage cannot be read", async () => {
    const { keys } = newParts({ secrets: fakeSecrets("broken") });
    expect(await keys.read()).toBeUndefined();
    expect(await keys.problem()).toContain("cannot be read");
  });

  it("says that a stored key is gone after a restart", async () => {
    const globalState = fakeMemento();
    await newParts({ globalState }).keys.save(key);
    const { keys } = newParts({ globalState });
    expect(await keys.problem()).toContain("is gone");
  });

  it("does not promise that a browser keeps it", async () => {
    env.uiKind = UIKind.Web;
    expect(await newParts().keys.save(key)).toBe("unsure");
  });

  it("keeps the environment's key apart, and out of the log", async () => {
    const { keys, log, lines } = newParts({ environment: { ANTHROPIC_API_KEY: " key-of-the-environment \n" } });
    expect(keys.environmentKey).toBe("key-of-the-environment");
    expect(await keys.read()).toBeUndefined();
    log.warn("key-of-the-environment");
    expect(lines).toEqual(["[warn] [key]"]);
  });
});
