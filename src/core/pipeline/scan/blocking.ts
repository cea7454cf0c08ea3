import type { ResolvedCall } from "../link/program";
import { moduleOf } from "../lower/unit";
import type { EngineUse } from "../map";

type Blocking = Pick<EngineUse, "blocks">;

/** Clients and methods of Python packages whose calls give a coroutine or a future, or only start something that runs on. */
const answersLater =
  /Async|^aioboto|^amazon_transcribe|^deepgram\.Deepgram\(\)|\.async(prerecorded|rest|websocket)|\.atranscribe$|^vosk\.BatchRecognizer|_async$|\.start_\w+_recognition$|\.(live|websocket)\.|\.listen\.v1\.connect$|\.transcription\.live$/;

/** JavaScript packages whose inference runs on the thread of its caller. */
const sameThreadInNode = /^(vosk|sherpa-onnx)/;

/** Whether the call of an engine's package blocks. */
export function blockingOf(hosting: EngineUse["hosting"], call: ResolvedCall): Blocking {
  if (call.site.expression.isAwaited === true && call.wrapper === undefined) return { blocks: false };
  const paths = pathsOf(call);
  if (moduleOf(call.site.unit).language === "javascript") {
    return { blocks: paths.some((path) => sameThreadInNode.test(path) && !path.endsWith("Async")) };
  }
  const later = paths.filter((path) => answersLater.test(path)).length;
  if (paths.length > 0 && later === paths.length) return { blocks: false };
  if (later > 0) return {};
  // What runs in this process runs on this thread, also where the object could not be followed.
  return paths.length > 0 || hosting === "self" ? { blocks: true } : {};
}

/** Whether starting a program waits for its end. */
export function blockingOfProgram(call: ResolvedCall): Blocking {
  const waits =
    /^subprocess\.(run|call|check_call|check_output|getoutput)$|^os\.system$|^child_process\.(default\.)?\w+Sync$|^execa\.execaSync$/;
  return { blocks: pathsOf(call).some((path) => waits.test(path)) };
}

function pathsOf(call: ResolvedCall): readonly string[] {
  return call.entities.flatMap((entity) => (entity.kind === "external" ? [entity.path] : []));
}
