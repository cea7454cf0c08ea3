import { PathError } from "../workspace/path-error";
import type { Place, Workspace } from "../workspace/workspace";
import { engines } from "./engines/index";
import type { Dependency, PipelineMap } from "./map";

/** A program that installing the project makes: `name = "module:function"`. */
export interface Script {
  readonly name: string;
  readonly module: string;
  readonly functionName: string;
  readonly place: Place;
}

export interface ProjectFiles {
  readonly dependencies: readonly Dependency[];
  readonly scripts: readonly Script[];
  readonly problems: PipelineMap["problems"];
}

/** Packages that matter to a pipeline besides the engines: queues, audio, scoring, what runs the models. */
const surroundings = new Set([
  "dramatiq",
  "celery",
  "rq",
  "arq",
  "huey",
  "taskiq",
  "bullmq",
  "bull",
  "fastapi",
  "flask",
  "django",
  "starlette",
  "express",
  "fastify",
  "torch",
  "torchaudio",
  "ctranslate2",
  "onnxruntime",
  "onnxruntime-gpu",
  "librosa",
  "soundfile",
  "pydub",
  "ffmpeg-python",
  "av",
  "webrtcvad",
  "silero-vad",
  "pyannote.audio",
  "pyannote-audio",
  "jiwer",
  "boto3",
  "fluent-ffmpeg",
  "yt-dlp",
  "tiktoken",
  "deepmultilingualpunctuation",
]);

const speechPackages = new Set(engines.flatMap((engine) => engine.packages));

const projectFile =
  /(^|\/)(pyproject\.toml|setup\.py|setup\.cfg|package\.json|requirements[^/]*\.(txt|in)|requirements\/[^/]+\.txt)$/;

export function isProjectFile(path: string): boolean {
  return projectFile.test(path);
}

export async function readProjectFiles(workspace: Workspace, paths: readonly string[]): Promise<ProjectFiles> {
  const dependencies: Dependency[] = [];
  const scripts: Script[] = [];
  const problems: { path: string; message: string }[] = [];
  for (const path of paths) {
    try {
      const lines = (await workspace.readText(path)).split("\n");
      for (const [index, text] of lines.entries()) {
        const place = { path, line: index + 1 };
        const dependency = path.endsWith(".json") ? npmDependency(text) : pythonDependency(text);
        if (dependency !== undefined) dependencies.push({ ...dependency, place });
        const script = path.endsWith(".json") ? undefined : scriptOf(text);
        if (script !== undefined) scripts.push({ ...script, place });
      }
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      problems.push({ path, message: error.message });
    }
  }
  return { dependencies, scripts, problems };
}

/** `"openai-whisper>=2023,<2026",`, `faster-whisper==1.0.3` and Poetry's `dramatiq = "^1.17"`, one a line. */
function pythonDependency(text: string): Omit<Dependency, "place"> | undefined {
  const line = text
    .replace(/\s#.*$/, "")
    .replace(/^(install_requires|dependencies)\s*=\s*\[?/, "")
    .trim();
  if (line.startsWith("#")) return undefined;
  const plain = /^["']?([A-Za-z][\w.-]*)(\[[^\]]*\])?\s*((?:[<>=!~]=?|===|@)[^"';]*)?(;[^"']*)?["']?,?$/.exec(line);
  const poetry =
    /^["']?([A-Za-z][\w.-]*)["']?\s*=\s*(?:["']([^"']*)["']|\{.*?version\s*=\s*["']([^"']*)["'].*\})$/.exec(line);
  const name = normalise(poetry?.[1] ?? plain?.[1] ?? "");
  if (!isKnown(name)) return undefined;
  return { name, requirement: (poetry?.[2] ?? poetry?.[3] ?? plain?.[3] ?? "").trim() };
}

function npmDependency(text: string): Omit<Dependency, "place"> | undefined {
  const [, name, requirement] = /^\s*"((?:@[\w.-]+\/)?[\w.-]+)"\s*:\s*"([^"]*)",?\s*$/.exec(text) ?? [];
  if (name === undefined || requirement === undefined || !isKnown(name)) return undefined;
  // A package's own name stands in its manifest as well: `"name": "…"` has another key.
  return { name, requirement };
}

function scriptOf(text: string): Omit<Script, "place"> | undefined {
  const [, name, module, functionName] =
    /^\s*["']?([\w.-]+)["']?\s*=\s*["']?([\w.]+):(\w+)["']?,?\s*$/.exec(text) ?? [];
  if (name === undefined || module === undefined || functionName === undefined) return undefined;
  return { name, module, functionName };
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

function isKnown(name: string): boolean {
  return speechPackages.has(name) || speechPackages.has(name.replaceAll("-", "_")) || surroundings.has(name);
}
