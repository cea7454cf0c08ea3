import type * as vscode from "vscode";
import { createLog } from "../../../src/host/log";
import { ModelChoice } from "../../../src/host/models/choice";
import { KeyStore } from "../../../src/host/models/key-store";
import { fakeLogChannel } from "../../support/fake-vscode/log-channel";
import { fakeMemento, fakeSecrets } from "../../support/fake-vscode/storage";

export interface PartsOptions {
  readonly secrets?: ReturnType<typeof fakeSecrets>;
  readonly globalState?: ReturnType<typeof fakeMemento>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The model parts of the host, put together as the extension does it. */
export function newParts({
  secrets = fakeSecrets(),
  globalState = fakeMemento(),
  environment = {},
}: PartsOptions = {}) {
  const channel = fakeLogChannel();
  const log = createLog(channel as unknown as vscode.LogOutputChannel);
  const access = { canSendRequest: () => true };
  const keys = new KeyStore({ secrets: secrets as unknown as vscode.SecretStorage, globalState, log, environment });
  const choice = new ModelChoice({ keys, globalState, access, log });
  return { keys, choice, log, globalState, secrets, access, lines: channel.lines };
}
