import type { DryRun, DryRunFacts } from "./dry-run";
import type { RemedyWays } from "./remedy-ways";

type Raised = Extract<DryRunFacts, { stage: "import" | "call" }>;

export interface RemedyContext {
  /** As the configuration calls it: the command's program. */
  readonly interpreter: readonly string[];
  /** Workspace path that the program starts in. */
  readonly workingDirectory: string;
  /** `module:name` that the runner calls. */
  readonly called: string;
  /** Folders and files that a module of this name is found in, workspace paths. */
  placesOf(module: string): readonly string[];
  /** Environment variables that the project reads without a default and that are not given. */
  readonly openSettings: readonly string[];
  readonly ways: RemedyWays;
}

/** What keeps a runner from answering and what to do about it, in one sentence; undefined when it answered. */
export function remedyFor(run: DryRun, context: RemedyContext): string | undefined {
  switch (run.stage) {
    case "done":
      return undefined;
    case "not-started":
      return run.message;
    case "timeout":
      return `${run.message.slice(0, -1)}: models may still be loading; raise loadTimeout in .ml-engineer/evaluation.json and ${context.ways.again}.`;
    case "ended":
      return `The program ended before it answered${run.message === "" ? "" : ` (${run.message})`}: look whether importing ${context.called} starts something, such as a server.`;
    case "shape":
      return shapeRemedy(run, context);
    default:
      return raisedRemedy(run, context);
  }
}

function shapeRemedy(run: Extract<DryRunFacts, { stage: "shape" }>, { called, ways }: RemedyContext): string {
  if (run.isCoroutine) return `${called} gives a coroutine: await it in transcribe() of .ml-engineer/engine.py.`;
  if (run.isEmpty) {
    return `${called} heard nothing in this clip, so the shape of its answer is not known: ${ways.speech}.`;
  }
  return `${called} gives ${run.shape}, and no text was found in it: write in text_of() of .ml-engineer/engine.py where the text is.`;
}

function raisedRemedy(run: Raised, context: RemedyContext): string {
  const at = run.place === undefined ? "" : ` at ${run.place}`;
  const { family } = run;
  if (family.includes("PackageNotFoundError")) {
    return `The project looks itself up as an installed package${at} (${firstLine(run.message)}): install it with ${pip(context)} install -e . .`;
  }
  if (family.includes("ModuleNotFoundError")) return missingModule(run, context);
  if (family.includes("ImportError")) {
    return `An import fails${at} (${firstLine(run.message)}): the installed version may not be the one the project was written for; compare it with its requirements.`;
  }
  if (run.settings !== undefined && run.settings.length > 0) {
    return `${several(run.settings, "The setting", "The settings")} ${run.settings.join(", ")} ${run.settings.length === 1 ? "is" : "are"} missing or wrong${at}: ${context.ways.environment(run.settings)}.`;
  }
  if (run.setting !== undefined) return missingVariables(run.setting, at, context);
  if (run.file !== undefined && family.includes("FileNotFoundError")) return missingFile(run, run.file, at, context);
  if (run.type === "TypeError" && /argument|parameter/.test(run.message)) {
    return `${context.called} takes other arguments than engine.py gives (${firstLine(run.message)}): correct the call in .ml-engineer/engine.py and ${context.ways.again}.`;
  }
  if (family.includes("SystemExit")) {
    return `Importing ${context.called} ends the program${at}: choose a function in a module that can be imported, ${context.ways.otherFunction}.`;
  }
  if (family.includes("ConnectionError") || /connect|refused|resolve host|Max retries/i.test(run.message)) {
    return `It needs a service that does not answer${at} (${firstLine(run.message)}): start that, or choose a function that does without it, ${context.ways.otherFunction}.`;
  }
  return `${context.called} raises ${run.type}${at}: ${firstLine(run.message) || "without a message"}; ${context.ways.again} when that is mended.`;
}

function missingModule(run: Raised, context: RemedyContext): string {
  const name = run.name ?? "";
  const [top = name] = name.split(".");
  const [place] = context.placesOf(top);
  if (place !== undefined) {
    const folder = place.includes("/") ? place.slice(0, place.lastIndexOf("/")) : ".";
    return `The module ${name} is part of this project (${place}), but imports do not start there: ${context.ways.sourceRoot(folder)}.`;
  }
  const distribution = distributions[name] ?? distributions[top] ?? top.replaceAll("_", "-");
  return `The module ${name} is not installed for ${run.python} (Python ${run.version}): install it with ${pip(context)} install ${distribution}, or choose the project's own interpreter ${context.ways.otherInterpreter}.`;
}

/** The project stops at the first one; the others would come one after the other. */
function missingVariables(first: string, at: string, { openSettings, ways }: RemedyContext): string {
  const names = [...new Set([first, ...openSettings])].slice(0, 10);
  return `${several(names, "The environment variable", "The environment variables")} ${names.join(", ")} ${names.length === 1 ? "is" : "are"} not set${at}: ${ways.environment(names)}, or $NAME as the value to take it from whoever runs this.`;
}

function missingFile(run: Raised, file: string, at: string, { workingDirectory, ways }: RemedyContext): string {
  if (run.isProgram) return `The program ${file} is needed${at} and is not installed or not on PATH: install it.`;
  if (file.startsWith("/")) return `The file ${file} is needed${at} and is not there: make it or set another place.`;
  return `The file ${file} is not found${at} from the working directory ${workingDirectory}: choose another one ${ways.workingDirectory}, or make the file.`;
}

function pip({ interpreter }: RemedyContext): string {
  return `${interpreter.join(" ")} -m pip`;
}

function firstLine(message: string): string {
  return (message.trim().split("\n")[0] ?? "").slice(0, 300).replace(/[.:]$/, "");
}

function several(list: readonly unknown[], one: string, more: string): string {
  return list.length === 1 ? one : more;
}

/** Import names whose package has another name. */
const distributions: Readonly<Record<string, string>> = {
  whisper: "openai-whisper",
  cv2: "opencv-python",
  dotenv: "python-dotenv",
  ffmpeg: "ffmpeg-python",
  flask_cors: "Flask-Cors",
  google: "google-cloud-speech",
  multipart: "python-multipart",
  PIL: "Pillow",
  sklearn: "scikit-learn",
  yaml: "PyYAML",
  nemo: "nemo_toolkit",
  azure: "azure-cognitiveservices-speech",
};
