import { assemblyAi } from "./assemblyai";
import { awsTranscribe } from "./aws-transcribe";
import { azureSpeech } from "./azure-speech";
import { deepgram } from "./deepgram";
import type { Engine } from "./engine";
import { fasterWhisper } from "./faster-whisper";
import { googleSpeech } from "./google-speech";
import { nemo } from "./nemo";
import { openaiApi } from "./openai-api";
import { openaiWhisper } from "./openai-whisper";
import { openVino } from "./openvino";
import { pocketSphinx } from "./pocketsphinx";
import { sherpaOnnx } from "./sherpa-onnx";
import { stableTs } from "./stable-ts";
import { transformersSpeech } from "./transformers";
import { vosk } from "./vosk";
import { whisperCpp } from "./whisper-cpp";
import { whisperX } from "./whisperx";

/** Every engine that the map knows. Adding one here is all it takes. */
export const engines: readonly Engine[] = [
  openaiWhisper,
  fasterWhisper,
  whisperX,
  stableTs,
  whisperCpp,
  transformersSpeech,
  nemo,
  openVino,
  vosk,
  sherpaOnnx,
  pocketSphinx,
  googleSpeech,
  awsTranscribe,
  azureSpeech,
  deepgram,
  assemblyAi,
  openaiApi,
];
