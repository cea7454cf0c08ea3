/**
 * Parameters that decide how well or how fast an engine hears, under the names of Whisper and its relatives, of Hugging Face pipelines
 * and of the cloud APIs. What merely states the format of the audio or asks for extras (word times, punctuation) is not among them.
 */
const tuning = new Set([
  "temperature",
  "beamsize",
  "bestof",
  "patience",
  "lengthpenalty",
  "repetitionpenalty",
  "norepeatngramsize",
  "compressionratiothreshold",
  "logprobthreshold",
  "nospeechthreshold",
  "hallucinationsilencethreshold",
  "conditiononprevioustext",
  "initialprompt",
  "hotwords",
  "language",
  "languagecode",
  "languagecodes",
  "alternativelanguagecodes",
  "vadparameters",
  "chunklengths",
  "chunklength",
  "stridelengths",
  "batchsize",
  "numbeams",
  "speechcontexts",
  "endpointing",
  "computetype",
]);

export function isTuning(name: string): boolean {
  return tuning.has(plain(name));
}

export function isLineWidth(name: string): boolean {
  return /^max(imum)?(line(width|length|chars|characters)|(chars|characters|words)perline|charsinline)$/.test(
    plain(name),
  );
}

/** `beam_size`, `beamSize` and `BeamSize` are one parameter. */
function plain(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}
