import { commonVoice } from "./common-voice";
import { folder } from "./folder";
import type { Importer } from "./importer";
import { kaldi } from "./kaldi";
import { librispeech } from "./librispeech";
import { nemo } from "./nemo";
import { trn } from "./trn";

/** Every corpus format that can be imported. To add one, write its file and add it here. */
export const importers: readonly Importer[] = [nemo, kaldi, trn, commonVoice, librispeech, folder];
