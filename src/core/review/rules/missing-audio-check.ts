import type { ChainLink, EngineUse, PipelineMap } from "../../pipeline/map";
import type { Finding, Rule, Verdict } from "../finding";
import { type EnginePath, enginePaths, functionsLeadingTo } from "../paths";
import { at, code } from "../wording";
import { isLiveStream } from "./live-streams";
import { pathLinks, stepsBefore } from "./path-steps";
import { inSenders, sendersOf } from "./task-senders";

/**
 * Red flag 9. A way from a route or a task to the engine on which nothing looks for an audio stream first. Command lines are left out: there the
 * person who chose the file reads the error. So are live streams, which bring audio by definition.
 */
export const missingAudioCheck: Rule = {
  number: 9,
  id: "missing-audio-check",
  title: "no check for an audio stream before transcription",
  check(map: PipelineMap): Verdict {
    const probing = functionsCalling(map, "probe");
    // Another engine's branch prepares audio too, but not for this one.
    const transcribing = functionsLeadingTo(map, holdersOf(map.engines.filter(({ role }) => role === "transcribe")));
    const converting = without(functionsCalling(map, "convert"), transcribing);
    const decoding = without(functionsCalling(map, "decode"), transcribing);
    const unchecked = new Map<string, EnginePath>();
    const probes = new Map<string, { readonly path: EnginePath; readonly probe: ChainLink }>();
    const undecided = new Set<string>();
    for (const path of enginePaths(map).paths.filter(takesFiles)) {
      const key = `${at(path.entry.place)} ${path.entry.name}`;
      const senders = path.entry.kind === "task" ? sendersOf(map, path.entry) : [];
      const probe =
        stepsBefore(map, path, "probe", probing)[0] ??
        inSenders(map, senders, (steps) => stepsBefore(map, steps, "probe", probing)[0]);
      const conversion = [
        ...stepsBefore(map, path, "convert", converting),
        ...stepsBefore(map, path, "decode", decoding).filter((link) => !loadsModelBefore(map, path, link)),
      ][0];
      if (probe !== undefined) probes.set(key, { path, probe });
      else if (conversion !== undefined) {
        undecided.add(
          `Rule 9: ${code(path.entry.name)} (${at(path.entry.place)}) has no probe, but ${code(conversion.text)} at ${at(conversion.place)} reads the file before the engine and may refuse one without audio.`,
        );
      } else if (!unchecked.has(key)) unchecked.set(key, path);
    }
    const example = [...probes.values()][0]?.probe;
    const findings = [...unchecked.values()].map((path) =>
      finding(map, path, stepsBefore(map, path, "decode", decoding)[0], example),
    );
    const inOrder = [...probes.values()].map(({ path, probe }) => ({
      rule: 9,
      place: probe.place,
      text: `${code(path.entry.name)} looks at the file (${code(probe.text)}) before ${code(path.use.call)}.`,
    }));
    return { findings, inOrder, undecided: [...undecided] };
  },
};

/** @param example A probe that another way of the project already makes. */
function finding(
  map: PipelineMap,
  path: EnginePath,
  decoder: ChainLink | undefined,
  example: ChainLink | undefined,
): Finding {
  const { entry, use } = path;
  const isSentUnseen = entry.kind === "task" && sendersOf(map, entry).length === 0;
  const noticed = decoder === undefined ? code(use.call) : code(decoder.text);
  return {
    rule: 9,
    title: `${code(entry.name)} transcribes without checking for an audio stream`,
    severity: isSentUnseen ? "unproven" : use.hosting === "cloud" ? "minor" : "risk",
    place: entry.place,
    chain: pathLinks(path),
    explanation: `On the way from ${code(entry.name)} (${at(entry.place)}) to ${code(use.call)} (${at(use.place)}) nothing asks whether the file has an audio stream.${isSentUnseen ? " Where the task is sent from was not found: the check may stand there." : ""}`,
    consequence: consequence(use, noticed, decoder),
    remedy:
      example === undefined
        ? "Ask ffprobe for the streams before anything else, and answer a file without audio with an error the person can read."
        : `Call ${code(example.text)} first, as ${at(example.place)} does, and answer a file without audio with an error the person can read.`,
  };
}

function consequence(use: EngineUse, noticed: string, decoder: ChainLink | undefined): string {
  if (use.hosting === "cloud") {
    return `A video without sound is uploaded and queued for ${use.label} like any other, and comes back as the vendor's error or as an empty transcript.`;
  }
  const first = decoder === undefined ? "" : " after the model was loaded for it";
  return `A video without sound, or a file that is no media at all, is noticed by ${noticed} only${first}: as a decoder error, not as a message for whoever sent it.`;
}

/** When the model is loaded first, the decoder's refusal comes after the expensive part. */
function loadsModelBefore(map: PipelineMap, path: EnginePath, link: ChainLink): boolean {
  const holder = path.steps.at(-1)?.caller.name;
  return map.engines.some(
    ({ role, functionName, place }) =>
      role === "load" && functionName === holder && place.path === link.place.path && place.line < link.place.line,
  );
}

function functionsCalling(map: PipelineMap, kind: "probe" | "convert" | "decode"): ReadonlySet<string> {
  return functionsLeadingTo(map, holdersOf(map.steps.filter((step) => step.kind === kind)));
}

function holdersOf(parts: readonly { readonly functionName: string | undefined }[]): ReadonlySet<string> {
  return new Set(parts.flatMap(({ functionName }) => (functionName === undefined ? [] : [functionName])));
}

function without(names: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => !others.has(name)));
}

function takesFiles({ entry }: EnginePath): boolean {
  return entry.kind !== "command" && !isLiveStream(entry);
}
