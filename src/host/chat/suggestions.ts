import * as vscode from "vscode";
import type { PipelineMap } from "../../core/pipeline/map";

/** Three questions that fit what was found, each of which the offline reviewer can answer as well. */
export function suggestionsFor(map: PipelineMap): readonly string[] {
  const first = vscode.l10n.t("What would fail first in this pipeline, and what should we measure?");
  if (map.engines.length === 0) return [vscode.l10n.t("Which engines does this pipeline use, and where?")];
  return [first, ...hangs(map), ...pinned(map), ...parameters(map)].slice(0, 3);
}

function hangs({ entryPoints }: PipelineMap): string[] {
  const task = entryPoints.find(({ kind }) => kind === "task") ?? entryPoints.find(({ kind }) => kind === "route");
  return task ? [vscode.l10n.t("Where would a corrupted file hang {0}?", task.name)] : [];
}

function pinned({ engines }: PipelineMap): string[] {
  const model = engines.map((use) => use.model?.text).find((text) => text !== undefined && /^[\w.-]{2,40}$/.test(text));
  return model ? [vscode.l10n.t("Is the model “{0}” pinned?", model)] : [];
}

function parameters({ engines }: PipelineMap): string[] {
  const names = engines.flatMap((use) => use.parameters.map(({ name }) => name));
  const known = ["temperature", "beam_size", "language"].find((name) => names.includes(name));
  return known ? [vscode.l10n.t("Where is `{0}` used?", known)] : [];
}
