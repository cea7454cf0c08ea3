/**
 * Names of the files of a type, in the sense of ripgrep's `--type`. The table is ours for both engines, because each
 * version of ripgrep knows other types. Undefined for a type that is not in it.
 */
export function namesOfType(type: string): readonly string[] | undefined {
  return Object.hasOwn(namesByType, type) ? namesByType[type]?.split(" ") : undefined;
}

export function knownTypes(): readonly string[] {
  return Object.keys(namesByType);
}

const python = "*.py *.pyi";
const markdown = "*.markdown *.md *.mdown *.mdwn *.mdx *.mkd *.mkdn";
const typescript = "*.cts *.mts *.ts *.tsx";

const namesByType: Readonly<Record<string, string>> = {
  bat: "*.bat",
  c: "*.[chH] *.[chH].in *.cats",
  cmake: "*.cmake CMakeLists.txt",
  config: "*.cfg *.conf *.config *.ini",
  cpp: "*.[ChH] *.[ChH].in *.[ch]pp *.[ch]pp.in *.[ch]xx *.[ch]xx.in *.cc *.cc.in *.hh *.hh.in *.inl",
  cs: "*.cs",
  css: "*.css *.scss",
  csv: "*.csv",
  cuda: "*.cu *.cuh",
  cython: "*.pxd *.pxi *.pyx",
  dart: "*.dart",
  diff: "*.diff *.patch",
  docker: "*Dockerfile*",
  dockercompose: "docker-compose.*.yml docker-compose.yml",
  elixir: "*.eex *.ex *.exs *.heex *.leex *.livemd",
  erlang: "*.erl *.hrl",
  go: "*.go",
  gradle: "*.gradle *.gradle.kts gradle-wrapper.* gradle.properties gradlew gradlew.bat",
  graphql: "*.graphql *.graphqls",
  groovy: "*.gradle *.groovy",
  h: "*.h *.hh *.hpp",
  haskell: "*.c2hs *.cpphs *.hs *.hsc *.lhs",
  html: "*.ejs *.htm *.html",
  ini: "*.ini",
  java: "*.java *.jsp *.jspx *.properties",
  jinja: "*.j2 *.jinja *.jinja2",
  js: "*.cjs *.js *.jsx *.mjs *.vue",
  json: "*.json *.sarif composer.lock",
  jsonl: "*.jsonl",
  julia: "*.jl",
  jupyter: "*.ipynb *.jpynb",
  kotlin: "*.kt *.kts",
  less: "*.less",
  lock: "*.lock package-lock.json",
  log: "*.log",
  lua: "*.lua",
  make: "*.mak *.mk Makefile.* [Gg][Nn][Uu]makefile [Gg][Nn][Uu]makefile.am [Gg][Nn][Uu]makefile.in [Mm]akefile [Mm]akefile.am [Mm]akefile.in",
  markdown,
  md: markdown,
  nix: "*.nix",
  objc: "*.h *.m",
  objcpp: "*.h *.mm",
  ocaml: "*.ml *.mli *.mll *.mly",
  perl: "*.PL *.perl *.pl *.plh *.plx *.pm *.t",
  php: "*.php *.php3 *.php4 *.php5 *.php7 *.php8 *.pht *.phtml",
  powershell: "*.cdxml *.ps1 *.ps1xml *.psd1 *.psm1",
  proto: "*.proto",
  protobuf: "*.proto",
  py: python,
  python,
  r: "*.R *.Rmd *.Rnw *.r *.rmd *.rnw",
  readme: "*README README*",
  rst: "*.rst",
  ruby: "*.gemspec *.rake *.rb *.rbw .irbrc Gemfile Rakefile config.ru",
  rust: "*.rs",
  sass: "*.sass *.scss",
  scala: "*.sbt *.scala",
  sh: "*.bash *.bashrc *.csh *.ksh *.sh *.tcsh *.zsh .bash_profile .bashrc .profile .zshrc",
  sql: "*.psql *.sql",
  svelte: "*.svelte *.svelte.ts",
  svg: "*.svg",
  swift: "*.swift",
  tf: "*.terraform.lock.hcl *.tf *.tf.json *.tfvars *.tfvars.json",
  toml: "*.toml Cargo.lock",
  ts: typescript,
  txt: "*.txt",
  typescript,
  vim: "*.vim .gvimrc .vimrc",
  vue: "*.vue",
  xml: "*.dtd *.rng *.sch *.xhtml *.xml *.xml.dist *.xsd *.xsl *.xslt",
  yaml: "*.yaml *.yml",
  zig: "*.zig",
};
