import { EventEmitter } from "./events";

/** State of an extension. Values go through JSON, as in the real store. */
export function fakeMemento() {
  const values = new Map<string, string>();
  return {
    keys: () => [...values.keys()],
    get<Value>(key: string, fallback?: Value): Value | undefined {
      const text = values.get(key);
      return text === undefined ? fallback : (JSON.parse(text) as Value);
    },
    async update(key: string, value: unknown): Promise<void> {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.stringify(value));
    },
    setKeysForSync(): void {},
    /** Everything that is stored, to look for what must not be there. */
    text: () => JSON.stringify([...values]),
  };
}

/** `broken`: every access fails, as without a keyring. `forgetful`: nothing that is stored can be read again. */
export function fakeSecrets(kind: "working" | "broken" | "forgetful" = "working") {
  const values = new Map<string, string>();
  const changed = new EventEmitter<{ key: string }>();
  const check = () => {
    if (kind === "broken") throw new Error("Cannot autolaunch D-Bus without X11 $DISPLAY");
  };
  return {
    onDidChange: changed.event,
    async keys() {
      check();
      return [...values.keys()];
    },
    async get(key: string): Promise<string | undefined> {
      check();
      return values.get(key);
    },
    async store(key: string, value: string): Promise<void> {
      check();
      if (kind === "working") values.set(key, value);
      changed.fire({ key });
    },
    async delete(key: string): Promise<void> {
      check();
      values.delete(key);
      changed.fire({ key });
    },
  };
}
