import type { ChainLink, PipelineMap } from "../pipeline/map";
import type { Place, Workspace } from "../workspace/workspace";
import { type Review, reviewPipeline } from "./review";
import { oneLine } from "./wording";

export type MapPipeline = (workspace: Workspace, signal: AbortSignal) => Promise<PipelineMap>;

/**
 * Maps and reviews a workspace. The chains then carry the source lines as they stand in the files, so that nobody has to believe them; a
 * place that cannot be read keeps what the map said and is named under `notSeen`.
 */
export async function reviewWorkspace(
  workspace: Workspace,
  mapPipeline: MapPipeline,
  signal: AbortSignal,
  numbers?: readonly number[],
): Promise<Review> {
  const review = reviewPipeline(await mapPipeline(workspace, signal), numbers);
  const lines = new LineReader(workspace);
  const unread = new Set<string>();
  const findings = [];
  for (const finding of review.findings) {
    const chain: ChainLink[] = [];
    for (const link of finding.chain) {
      const text = await lines.at(link.place);
      if (text === undefined) unread.add(`${link.place.path}:${link.place.line}: this line could not be read back.`);
      chain.push(text === undefined ? link : { place: link.place, text });
    }
    findings.push({ ...finding, chain });
  }
  return { ...review, findings, notSeen: [...review.notSeen, ...unread] };
}

/** Reads each file once. */
class LineReader {
  readonly #workspace: Workspace;
  readonly #files = new Map<string, Promise<readonly string[]>>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The line, trimmed, at most 200 characters; undefined when there is none. */
  async at({ path, line }: Place): Promise<string | undefined> {
    const lines = await this.#linesOf(path);
    const text = lines[line - 1];
    return text === undefined ? undefined : oneLine(text).slice(0, 200);
  }

  #linesOf(path: string): Promise<readonly string[]> {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const read = this.#workspace.readText(path).then(
      (text) => text.split(/\r\n|\n|\r/),
      () => [],
    );
    this.#files.set(path, read);
    return read;
  }
}
