// whisper.cpp as an engine of the protocol `lines`: node whisper.mjs WEIGHTS.bin [OPTION=VALUE]…
// The package `@fugood/whisper.node` is looked for in the working directory; the weights are the person's own.
// Options are those of its `transcribeFile`, such as `temperature=0`, `beamSize=5`; fields of a request overrule them.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const packageName = "@fugood/whisper.node";
const [weights, ...given] = process.argv.slice(2);
const defaults = Object.fromEntries(
  given.map((option) => [option.split("=", 1)[0], option.slice(option.indexOf("=") + 1)]),
);
const clipFields = new Set(["id", "utterance", "audio", "language", "start", "end"]);

const require = createRequire(join(process.cwd(), "engine.mjs"));
const { initWhisper, version } = load();
if (weights === undefined) stop("Name the weights: node whisper.mjs WEIGHTS.bin");
// The library prints what it loads; standard output belongs to the answers.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
const context = await initWhisper({ filePath: resolve(weights), useGpu: false }).catch((error) =>
  stop(`The weights ${weights} could not be loaded: ${error.message}. They have to be a ggml file of whisper.cpp.`),
);
say({ engine: `whisper.cpp by ${packageName} ${version}`, sources: [import.meta.filename, resolve(weights)] });

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    say({ id: request.id, ...(await transcribe(request)) });
  } catch (error) {
    say({ id: request.id, error: String(error?.message ?? error) });
  }
}
await context.release();

async function transcribe(request) {
  const own = Object.entries(request).filter(([name]) => !clipFields.has(name));
  const options = Object.fromEntries(
    [...Object.entries(defaults), ...own].map(([name, value]) => [name, typed(value)]),
  );
  const start = request.start ?? 0;
  const part = request.end === undefined ? {} : { offset: start * 1000, duration: (request.end - start) * 1000 };
  const language = request.language.split("-")[0];
  const { result } = await context.transcribeFile(request.audio, { language, ...part, ...options }).promise;
  // It has times for segments alone, which are no words.
  return { text: result.trim() };
}

function typed(value) {
  if (value === "true" || value === "false") return value === "true";
  return value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
}

function load() {
  try {
    return { ...require(packageName), version: require(`${packageName}/package.json`).version };
  } catch (error) {
    return stop(
      `${packageName} could not be loaded: ${error.message}. In the working directory: npm install ${packageName}`,
    );
  }
}

function say(value) {
  write(`${JSON.stringify(value)}\n`);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
