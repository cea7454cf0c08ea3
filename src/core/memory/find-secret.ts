/** What looks like a key or a password in a text that is to be kept in git; undefined when nothing does. */
export function findSecret(text: string): string | undefined {
  return shapes.find(({ pattern }) => pattern.test(text))?.what;
}

/** Formats that the vendors document for their keys, and assignments whose value is long and mixed. */
const shapes: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "a private key", pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/ },
  { what: "an API key", pattern: /\bsk-[A-Za-z0-9_-]{16,}/ },
  { what: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { what: "a Google access token", pattern: /\bya29\.[A-Za-z0-9_-]{20,}/ },
  { what: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,})/ },
  { what: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { what: "a Hugging Face token", pattern: /\bhf_[A-Za-z0-9]{30,}/ },
  { what: "a Groq key", pattern: /\bgsk_[A-Za-z0-9]{30,}/ },
  { what: "a Slack token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/ },
  { what: "a web token", pattern: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/ },
  { what: "an address with a password", pattern: /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s/:@]{1,100}:[^\s/@]{3,200}@/i },
  {
    what: "an authorization header",
    pattern: /\b(?:bearer|authorization: ?(?:token|basic|bearer)) +[A-Za-z0-9._~+/-]{20,}/i,
  },
  {
    what: "a key or a password",
    // Told in words; short values and those with hyphens are as often names.
    pattern:
      /(?:api[ _-]?key|secret|token|password|access[ _-]?key|ключ|пароль|токен)["'`*:=]{0,3}\s{1,3}(?:is\s|это\s)?["'`]?(?=[A-Za-z]{0,60}\d)(?=\d{0,60}[A-Za-z])[A-Za-z0-9]{24,}/i,
  },
  {
    what: "a key or a password",
    pattern:
      /\b[\w-]{0,40}(?:api[_-]?key|secret|token|passw(?:or)?d|access[_-]?key)[\w-]{0,40}["'`]?\s?[:=]\s?["'`]?(?=[^\s"'`]{0,60}\d)(?=[^\s"'`]{0,60}[A-Za-z])[A-Za-z0-9_+/-]{16,}/i,
  },
];
