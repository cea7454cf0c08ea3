import * as vscode from "vscode";

/** What is known of a parameter under any of its names. */
export interface EngineParameter {
  /** In small letters without separators: `beamsize` is `beam_size`, `beamSize` and `--beam-size`. */
  readonly names: readonly string[];
  /** Values that are worth a comparison. */
  readonly values: readonly string[];
  /** What it does, in a sentence. */
  readonly does: string;
}

/** The table of {@link EngineParameter}: one line each. A function, since the language of the editor is known when it runs. */
// biome-ignore format: one line a parameter
function table(): readonly EngineParameter[] {
  return [
    { names: ["beamsize", "numbeams", "bs"], values: ["1", "5", "10"], does: vscode.l10n.t("How many half-finished transcripts are kept side by side. More costs time for each token and finds a likelier sentence; 1 is greedy.") },
    { names: ["beam", "pbeam", "wbeam"], values: ["1e-48", "1e-64", "1e-80"], does: vscode.l10n.t("How much less likely than the best a hypothesis may be and still be followed. Smaller keeps more of them: slower, and fewer errors of the search.") },
    { names: ["lw", "languageweight", "lmweight"], values: ["5", "6.5", "9"], does: vscode.l10n.t("How much the language model counts against the sound: more gives likelier sentences, less lets unusual words through.") },
    { names: ["wip", "wordinsertionpenalty"], values: ["0.2", "0.65", "1.0"], does: vscode.l10n.t("What each further word costs: it balances words that are invented against words that are lost.") },
    { names: ["bestof", "bo"], values: ["1", "3", "5"], does: vscode.l10n.t("How many transcripts are drawn when the temperature is above 0; the likeliest one is kept. It does nothing at temperature 0.") },
    { names: ["patience"], values: ["1.0", "1.5", "2.0"], does: vscode.l10n.t("How long the beam search goes on looking after it has found complete transcripts; 1 stops as soon as there are enough.") },
    { names: ["temperature", "temperatures"], values: ["0", "0.2", "0.4"], does: vscode.l10n.t("How freely the next token is drawn: 0 always takes the likeliest, and the same audio gives the same text; more varies from run to run.") },
    { names: ["temperatureinc", "temperatureincrementonfallback"], values: ["0", "0.2"], does: vscode.l10n.t("By how much the temperature rises when a passage looks failed and is decoded again; 0 never tries again.") },
    { names: ["lengthpenalty"], values: ["0.8", "1.0", "1.2"], does: vscode.l10n.t("Which transcripts of different length win a beam search: above 1 the longer ones, below 1 the shorter ones.") },
    { names: ["repetitionpenalty"], values: ["1.0", "1.1", "1.2"], does: vscode.l10n.t("Makes tokens that were said already less likely: fewer loops, and real repetitions of a speaker may be lost.") },
    { names: ["norepeatngramsize"], values: ["0", "3", "5"], does: vscode.l10n.t("Forbids a sequence of this many tokens to come twice; 0 allows it. It ends loops and cuts what people do repeat.") },
    { names: ["compressionratiothreshold"], values: ["1.8", "2.4", "3.0"], does: vscode.l10n.t("A passage whose text compresses better than this counts as a loop and is decoded again at a higher temperature.") },
    { names: ["logprobthreshold", "logprobthold"], values: ["-1.5", "-1.0", "-0.5"], does: vscode.l10n.t("A passage less sure than this average log probability counts as failed and is decoded again at a higher temperature.") },
    { names: ["nospeechthreshold", "nospeechthold"], values: ["0.4", "0.6", "0.8"], does: vscode.l10n.t("How sure the model has to be that nobody speaks before a passage is left out. Lower loses quiet speech, higher hears words in noise.") },
    { names: ["hallucinationsilencethreshold"], values: ["1", "2", "4"], does: vscode.l10n.t("Silence in seconds that is skipped when a word beside it looks invented; it needs word times.") },
    { names: ["conditiononprevioustext"], values: ["true", "false"], does: vscode.l10n.t("Whether the text so far is given as context to the next half minute: steadier names and style, and an error or a loop carries on.") },
    { names: ["promptresetontemperature"], values: ["0.2", "0.5", "1.0"], does: vscode.l10n.t("Above this temperature the text so far is no longer given as context, so that a failed passage does not spoil the next.") },
    { names: ["initialprompt", "prompt"], values: ["", "a sentence in the style of the transcript"], does: vscode.l10n.t("Text that the model takes for what was said before: it steers spelling, names and punctuation, and may leak into the transcript.") },
    { names: ["hotwords", "phrases", "speechcontexts", "keywords", "keyterms", "wordboost", "boost"], values: ["", "the names of your field"], does: vscode.l10n.t("Words that are made likelier, for names and terms. Too many of them are heard where nobody said them.") },
    { names: ["language", "languagecode", "lang"], values: ["en", "ru"], does: vscode.l10n.t("The language to write. A fixed one is faster and surer than detection; a wrong one turns speech into a translation or nonsense.") },
    { names: ["alternativelanguagecodes", "languagecodes", "multilingual"], values: ["true", "false"], does: vscode.l10n.t("Which other languages may be heard. Each of them helps mixed recordings and costs accuracy in those of one language.") },
    { names: ["task"], values: ["transcribe", "translate"], does: vscode.l10n.t("transcribe writes what is said in its own language; translate writes English.") },
    { names: ["model", "modelname", "name", "modelsize", "modelsizeorpath", "modelpath", "modelid"], values: ["small", "medium", "large-v3"], does: vscode.l10n.t("Which weights decode: the largest single influence on accuracy, speed and memory.") },
    { names: ["computetype", "quantization", "torchdtype", "dtype"], values: ["int8", "float16", "float32"], does: vscode.l10n.t("Number format of the weights: int8 is smaller and fast on processors, float16 needs a graphics card; rounding costs little accuracy, measure how much.") },
    { names: ["fp16"], values: ["true", "false"], does: vscode.l10n.t("Half precision: faster and half the memory on a graphics card; on a processor it falls back to full precision.") },
    { names: ["device"], values: ["cpu", "cuda"], does: vscode.l10n.t("Where the model runs. Texts of both may differ in rare words, since the arithmetic does.") },
    { names: ["cputhreads", "threads", "nthreads", "intrathreads"], values: ["2", "4", "8"], does: vscode.l10n.t("Processor threads of one decoding. Beyond the real cores it gets slower; several workers share the same cores.") },
    { names: ["numworkers", "nprocessors"], values: ["1", "2", "4"], does: vscode.l10n.t("How many decodings run at the same time on one set of weights: throughput, not the time of one file.") },
    { names: ["batchsize"], values: ["1", "8", "16"], does: vscode.l10n.t("How many pieces of audio are decoded together: more throughput and more memory; context between pieces is lost.") },
    { names: ["vadfilter", "vad"], values: ["true", "false"], does: vscode.l10n.t("Cuts out what holds no speech before decoding: faster and fewer invented words in silence, and quiet speech may be lost.") },
    { names: ["vadparameters", "vadoptions", "threshold", "onset", "vadonset"], values: ["0.3", "0.5", "0.7"], does: vscode.l10n.t("How sure the detector of speech has to be: higher lets less noise through and loses more quiet speech.") },
    { names: ["minsilencedurationms", "endpointing", "utteranceendms"], values: ["300", "500", "2000"], does: vscode.l10n.t("Milliseconds of silence that end a passage: short ones answer sooner and cut sentences into pieces.") },
    { names: ["speechpadms"], values: ["100", "200", "400"], does: vscode.l10n.t("Milliseconds of audio kept on both sides of detected speech: too few clip the first and last sounds of words.") },
    { names: ["chunklength", "chunklengths", "chunksize", "chunksizeseconds"], values: ["15", "20", "30"], does: vscode.l10n.t("Seconds of audio that are decoded at a time. Words at the borders suffer; short pieces lose context.") },
    { names: ["stridelengths", "stridelength"], values: ["2", "5", "8"], does: vscode.l10n.t("Seconds by which pieces overlap, so that a word at a border is whole in one of them; the overlap is decoded twice.") },
    { names: ["wordtimestamps", "returntimestamps", "enablewordtimeoffsets", "timestamps"], values: ["true", "false"], does: vscode.l10n.t("Whether each word gets its times. It takes time, and with Whisper it changes how passages are cut, so it may change words.") },
    { names: ["withouttimestamps"], values: ["true", "false"], does: vscode.l10n.t("Decodes without time marks: a little faster, and long recordings are cut in fixed steps instead of at pauses.") },
    { names: ["suppresstokens", "suppressblank"], values: ["true", "false"], does: vscode.l10n.t("Tokens that are never written, by default marks that are no speech; without it, music notes and sound captions appear.") },
    { names: ["samplerate", "sampleratehertz", "sr", "samplefrequency"], values: ["8000", "16000"], does: vscode.l10n.t("Samples a second that the engine is told or given. It has to be that of the audio; less than 16000 loses consonants.") },
    { names: ["maxnewtokens", "maxlength"], values: ["128", "224", "448"], does: vscode.l10n.t("The most tokens for one piece of audio. Too few cut fast speech off, many let a loop run on.") },
    { names: ["useenhanced"], values: ["true", "false"], does: vscode.l10n.t("Asks the cloud service for its better and dearer model where the language has one.") },
    { names: ["enableautomaticpunctuation", "punctuate", "smartformat"], values: ["true", "false"], does: vscode.l10n.t("Lets the service add punctuation and spelling of numbers. Scores are taken without punctuation, so it should change no WER.") },
  ];
}

let known: readonly EngineParameter[] | undefined;

/** Undefined for a parameter that says nothing by its name. */
export function engineParameter(name: string): EngineParameter | undefined {
  known ??= table();
  const plain = plainName(name);
  return known.find(({ names }) => names.includes(plain));
}

/** `beam_size`, `beamSize` and `--beam-size` are one parameter. */
export function plainName(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}
