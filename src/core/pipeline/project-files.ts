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
        const found = path.endsWith(".json") ? npmDependencies(text) : pythonDependencies(text);
        for (const one of found) dependencies.push({ ...one, place });
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

const specifier = "(?:===|==|>=|<=|~=|!=|<|>|@)";
const requirementLine = new RegExp(
  `^([A-Za-z][\\w.-]*)(?:\\[[^\\]]*\\])?\\s*(?:\\(([^)]*)\\)|(${specifier}[^"';]*))?\\s*(?:;.*)?$`,
);

/** One requirement a line, or several in quotes: pyproject.toml, requirements files, setup.cfg and setup.py. */
function pythonDependencies(text: string): Omit<Dependency, "place">[] {
  const line = text.replace(/(^|\s)#.*$/, "").trim();
  const poetry =
    /^["']?([A-Za-z][\w.-]*)["']?\s*=\s*(?:["']([^"':]*)["']|\{.*?version\s*=\s*["']([^"']*)["'].*\})$/.exec(line);
  if (poetry !== null) return dependency(poetry[1] ?? "", poetry[2] ?? poetry[3] ?? "");
  const quoted = [...line.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? "");
  return (quoted.length > 0 ? quoted : [line]).flatMap((requirement) => {
    const fromGit = /^(?:-e\s+)?git\+\S*\/([\w.-]+?)(?:\.git)?(?:[@#]\S*)?$/.exec(requirement);
    if (fromGit !== null) return dependency(repositoryNames.get(fromGit[1] ?? "") ?? fromGit[1] ?? "", requirement);
    const [, name, parenthesised, plain] = requirementLine.exec(requirement) ?? [];
    return name === undefined ? [] : dependency(name, parenthesised ?? plain ?? "");
  });
}

/** Repositories whose package has another name. */
const repositoryNames: ReadonlyMap<string, string> = new Map([["whisper", "openai-whisper"]]);

function dependency(name: string, requirement: string): Omit<Dependency, "place">[] {
  const normal = name.toLowerCase().replaceAll("_", "-");
  return isKnown(normal) ? [{ name: normal, requirement: requirement.trim() }] : [];
}

function npmDependencies(text: string): Omit<Dependency, "place">[] {
  const [, name, requirement] = /^\s*"((?:@[\w.-]+\/)?[\w.-]+)"\s*:\s*"([^"]*)",?\s*$/.exec(text) ?? [];
  return name === undefined || requirement === undefined || !isKnown(name) ? [] : [{ name, requirement }];
}

function scriptOf(text: string): Omit<Script, "place"> | undefined {
  const [, name, module, functionName] =
    /^\s*["']?([\w.-]+)["']?\s*=\s*["']?([\w.]+):(\w+)["']?,?\s*$/.exec(text) ?? [];
  if (name === undefined || module === undefined || functionName === undefined) return undefined;
  return { name, module, functionName };
}

function isKnown(name: string): boolean {
  return speechPackages.has(name) || speechPackages.has(name.replaceAll("-", "_")) || surroundings.has(name);
}
