import { audioParameter } from "./audio-parameter";
import { argumentsOf } from "./call-arguments";
import { type EngineFunction, isMethod } from "./engine-function";

export interface EngineProgram {
  readonly candidate: EngineFunction;
  /** Folder that imports start from, relative to the folder of the program; `..` for the root. */
  readonly sourceRoot: string;
  /** As Python imports it, from that folder. */
  readonly module: string;
  /** Expression for the text in `result`. */
  readonly text: string;
  /** Field of an upload. */
  readonly field?: string;
  /** Where the application of a route is made, when that is not the route's own module. */
  readonly application?: { readonly module: string; readonly name: string };
}

/** The runner that answers clip by clip: short, to be read and edited by the people of the project. */
export function engineProgram(program: EngineProgram): string {
  const { candidate } = program;
  const body = candidate.route === undefined ? callingFunction(program) : callingRoute(program);
  return `"""Runs ${candidate.name} for ML Engineer: one JSON line a clip in, one out. Edit it as you like."""
${body.imports.map((name) => `import ${name}\n`).join("")}from importlib import metadata

answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)  # What libraries print goes to standard error; answers alone go out.
root = os.path.abspath(os.path.join(os.path.dirname(__file__), ${JSON.stringify(program.sourceRoot)}))
sys.path.insert(0, root)
${body.setUp}

def transcribe(audio, language):
${body.call}

def text_of(result):
    return ${program.text}


def say(value):
    print(json.dumps(value, ensure_ascii=False), file=answers, flush=True)


def version(package):
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return f"{package} (version unknown)"


def main():
    files = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
    own = sorted(file for file in files if file.startswith(root + os.sep) and "site-packages" not in file)
    say({"engine": version(${JSON.stringify(candidate.engine.toLowerCase())}), "sources": [os.path.abspath(__file__), *own]})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "start" in request:
                raise ValueError("This runner hears whole files; cut the window out in transcribe().")
            say({"id": request["id"], "text": text_of(transcribe(request["audio"], request["language"]))})
        except Exception as error:
            say({"id": request["id"], "error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
`;
}

interface Body {
  readonly imports: readonly string[];
  /** Lines after the path is set. */
  readonly setUp: string;
  readonly call: string;
}

const always = ["json", "os", "sys"];

function callingFunction({ candidate, module }: EngineProgram): Body {
  const { text } = argumentsOf(candidate);
  const [outer = "", ...inner] = candidate.name.split(".");
  const method = inner.join(".");
  const load = loader(candidate);
  const made = isMethod(candidate)
    ? `\nengine = project.${outer}()\n${load === undefined ? "" : `engine.${load}()\n`}`
    : candidate.isAsync
      ? "\n"
      : "";
  const call = isMethod(candidate) ? `engine.${method}(${text})` : `project.${candidate.name}(${text})`;
  const needsPath = text.includes("Path(");
  const isSamples = audioParameter(candidate)?.form === "samples";
  return {
    imports: [...(candidate.isAsync ? ["asyncio"] : []), ...always, ...(isSamples ? ["wave"] : [])].sort(),
    setUp: [
      ...(needsPath ? ["from pathlib import Path"] : []),
      ...(isSamples ? ["import numpy"] : []),
      `import ${module} as project`,
      ...(made === "" ? [] : [made.trimEnd()]),
      ...(candidate.isAsync ? ["loop = asyncio.new_event_loop()"] : []),
      ...(isSamples ? [samples] : []),
      "",
    ].join("\n"),
    call: waiting(candidate, call),
  };
}

function waiting({ isAsync, isGenerator }: EngineFunction, call: string): string {
  if (!isAsync) return `    return ${call}\n`;
  if (!isGenerator) return `    return loop.run_until_complete(${call})\n`;
  return `    async def all_parts():\n        return [part async for part in ${call}]\n\n    return loop.run_until_complete(all_parts())\n`;
}

/** A method that loads the model, as many classes have beside the one that transcribes. */
function loader({ siblings }: EngineFunction): string | undefined {
  return siblings.find(({ name, needs }) => needs === 0 && /^(load|load_model|initialize|init_model|setup)$/.test(name))
    ?.name;
}

const samples = `

def samples(audio):
    """16-bit mono WAV as floats between -1 and 1."""
    with wave.open(audio, "rb") as file:
        return numpy.frombuffer(file.readframes(file.getnframes()), numpy.int16).astype(numpy.float32) / 32768
`;

function callingRoute({ candidate, module, field = "file", application }: EngineProgram): Body {
  const app = application ?? { module, name: "app" };
  const upload = `(os.path.basename(audio), file, "audio/wav")`;
  if (candidate.route?.framework === "flask") {
    const posted = `client.post(${JSON.stringify(candidate.route.address)}, data={${JSON.stringify(field)}: (file, os.path.basename(audio))})`;
    return {
      imports: always,
      setUp: `import ${app.module} as project\n\nclient = project.${app.name}.test_client()\n`,
      call: `    with open(audio, "rb") as file:
        response = ${posted}
    if response.status_code >= 400:
        raise RuntimeError(f"{response.status_code} {response.get_data(as_text=True)[:300]}")
    return response.get_json(silent=True) or response.get_data(as_text=True)
`,
    };
  }
  const address = `project.${app.name}.url_path_for(${JSON.stringify(candidate.name)})`;
  return {
    imports: always,
    setUp: `from fastapi.testclient import TestClient\nimport ${app.module} as project\n\nclient = TestClient(project.${app.name}).__enter__()\n`,
    call: `    with open(audio, "rb") as file:
        response = client.post(${address}, files={${JSON.stringify(field)}: ${upload}})
    if response.status_code >= 400:
        raise RuntimeError(f"{response.status_code} {response.text[:300]}")
    return response.json() if "json" in response.headers.get("content-type", "") else response.text
`,
  };
}
