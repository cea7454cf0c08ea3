import * as vscode from "vscode";
import * as z from "zod/mini";
import type { OwnPrices } from "../../core/model/prices";

const providerNames = ["offline", "anthropic", "vscode", "local"] as const;
type ProviderName = (typeof providerNames)[number];

/** What the person set about models. Nothing of it ever comes from a workspace, since it decides where text and keys go. */
export interface ModelSettings {
  /** Undefined: what was chosen with the Choose model command. */
  readonly provider: ProviderName | undefined;
  readonly model: string | undefined;
  readonly anthropicBaseUrl: string;
  readonly localBaseUrl: string;
  readonly prices: OwnPrices;
  /** Settings that could not be used, each with the reason. */
  readonly problems: readonly string[];
}

export const settingsSection = "mlEngineer";
export const anthropicAddress = "https://api.anthropic.com";
const localAddress = "http://localhost:11434";

export function readModelSettings(): ModelSettings {
  const problems: string[] = [];
  const prices = readPrices(problems);
  return {
    provider: providerNames.find((name) => name === personsOwn("provider")),
    model: textOf("model"),
    anthropicBaseUrl: textOf("anthropic.baseUrl") ?? anthropicAddress,
    localBaseUrl: textOf("local.baseUrl") ?? localAddress,
    prices,
    problems,
  };
}

/** The settings hand a choice back to the Choose model command, whose latest use counts. */
export async function unpinChoice(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  for (const name of ["provider", "model"]) {
    if (configuration.inspect(name)?.globalValue !== undefined) {
      await configuration.update(name, undefined, vscode.ConfigurationTarget.Global);
    }
  }
}

/**
 * The value of the person's own settings. The scope of these settings already keeps workspaces out; should it ever be
 * declared wrongly, a value in a workspace still changes nothing.
 */
function personsOwn(name: string): unknown {
  return vscode.workspace.getConfiguration(settingsSection).inspect(name)?.globalValue;
}

function textOf(name: string): string | undefined {
  const value = personsOwn(name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function readPrices(problems: string[]): OwnPrices {
  const value = personsOwn("prices");
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([model, price]) => {
      const parsed = priceSchema.safeParse(price);
      if (parsed.success) return [[model, parsed.data]];
      problems.push(
        `mlEngineer.prices: the price of ${model} is not used; give input and output in USD per million tokens.`,
      );
      return [];
    }),
  );
}

const amount = z.number().check(z.nonnegative());
const priceSchema = z.object({
  input: amount,
  output: amount,
  cacheWrite: z.exactOptional(amount),
  cacheRead: z.exactOptional(amount),
  asOf: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(40))),
});
