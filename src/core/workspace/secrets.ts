import { PathError } from "./path-error";
import { visibleShort } from "./visible-text";

/**
 * Whether a path names a file whose content is a secret by convention: keys, tokens, passwords. Decided by the name
 * alone, in any case and with either slash, so that a search can ask it for every hit.
 */
export function isSecretPath(path: string): boolean {
  const folded = path.toLowerCase().replaceAll("\\", "/");
  const name = folded.slice(folded.lastIndexOf("/") + 1);
  if (publicNames.some((pattern) => pattern.test(name))) return false;
  return secretNames.some((pattern) => pattern.test(name)) || secretPaths.some((pattern) => pattern.test(folded));
}

/** Why the content of a file on the list is not given. */
export function secretError(input: string): PathError {
  const shown = visibleShort(input);
  return new PathError(
    "secret",
    shown,
    `\`${shown}\` is on the secrets list (keys, tokens, passwords), so its content is not read.`,
    "Ask the person to paste the part that is needed, without the secret values; names of settings can be found where the code reads them.",
  );
}

/** Templates that people commit on purpose, and the public halves of key pairs. */
const publicNames = [
  /^\.env(\.[^/]*)?\.(example|sample|template|dist)$/,
  /^(example|sample|template)\.env$/,
  /^id_[a-z0-9_-]+\.pub$/,
];

const secretNames = [
  /^\.env/,
  /\.env$/,
  /\.(pem|key|p12|pfx|jks|keystore|ppk|kdbx|p8)$/,
  /^id_(rsa|dsa|ecdsa|ed25519|xmss)/,
  /^\.(npmrc|netrc|pypirc|git-credentials|pgpass|my\.cnf|htpasswd|dockercfg|boto|s3cfg)$/,
  /^_netrc$/,
  /^credentials[^/]*\.json$/,
  /^application_default_credentials\.json$/,
  /^client_secret[^/]*\.json$/,
  /service[-_ ]?account[^/]*\.json$/,
  /^secrets?\.(json|ya?ml|toml)$/,
  /^kaggle\.json$/,
  /\.tfvars(\.json)?$/,
  /\.tfstate(\.backup)?$/,
];

const secretPaths = [
  /(^|\/)\.ssh\//,
  /(^|\/)\.gnupg\//,
  /(^|\/)\.aws\/(credentials|config|sso\/|cli\/)/,
  /(^|\/)\.azure\//,
  /(^|\/)\.config\/gcloud\//,
  /(^|\/)\.kube\/config$/,
  /(^|\/)\.docker\/config\.json$/,
  // The address of a remote may carry a token.
  /(^|\/)\.git\/(.*\/)?(config|config\.worktree|credentials)$/,
  /(^|\/)\.?huggingface\/(token|stored_tokens)$/,
];
