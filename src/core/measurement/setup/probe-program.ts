/**
 * A program that loads a runner without starting it, gives it one clip, and says as one JSON line what came: the text and the
 * Python expression that gives it, or what was raised where. Arguments: runner, clip (empty: a second of silence), language.
 */
export const probeProgram = `
import importlib.util, json, os, sys, tempfile, time, traceback, wave
report_to = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
runner, clip, language = sys.argv[1:4]
TEXTS = ("text", "transcript", "transcription", "sentence", "hypothesis", "word")
PARTS = ("segments", "results", "result", "chunks", "utterances", "words", "lines", "data", "alternatives", "channels")


def report(**facts):
    print(json.dumps({"python": sys.executable, "version": sys.version.split()[0], **facts}), file=report_to, flush=True)
    os._exit(0)


def raised(stage, error):
    root = os.path.dirname(os.path.dirname(os.path.abspath(runner)))
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(root) and "site-packages" not in frame.filename]
    facts = {"stage": stage, "type": type(error).__name__, "message": str(error)[:2000]}
    facts["family"] = [kind.__name__ for kind in type(error).__mro__]
    if own:
        facts["place"] = f"{os.path.relpath(own[-1].filename, root)}:{own[-1].lineno}"
    if isinstance(error, ImportError):
        facts["name"] = error.name or ""
    if isinstance(error, KeyError) and frames and frames[-1].filename.endswith(("os.py", "<frozen os>")):
        facts["setting"] = str(error.args[0])
    if isinstance(error, OSError) and error.filename is not None:
        facts["file"] = str(error.filename)
        facts["isProgram"] = any(frame.filename.endswith("subprocess.py") for frame in frames)
    if callable(getattr(error, "errors", None)) and "ValidationError" in facts["family"]:
        # A module whose import fails is no longer among the modules, but its names are still where it failed.
        spaces = [vars(module) for module in list(sys.modules.values()) if hasattr(module, "__dict__")]
        spaces += [frame.f_globals for frame, _ in traceback.walk_tb(error.__traceback__)]
        classes = [space.get(getattr(error, "title", "")) for space in spaces]
        prefixes = [dict(getattr(c, "model_config", {}) or {}).get("env_prefix") for c in classes if isinstance(c, type)]
        prefix = next((p for p in prefixes if p), "")
        names = [".".join(map(str, item["loc"])) for item in error.errors()]
        facts["settings"] = [(name if name.startswith(prefix) else prefix + name).upper() for name in names]
    report(**facts)


def is_parts(value):
    return hasattr(value, "__iter__") and not isinstance(value, (str, bytes, dict)) and not hasattr(value, "_fields")


def find(value, expression, depth=0):
    """The text in a value and the expression for it, or None."""
    if isinstance(value, str):
        return value, expression
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace"), f"{expression}.decode()"
    if value is None or depth > 8 or isinstance(value, (int, float)):
        return None
    if callable(getattr(value, "read", None)):
        text = value.read()
        return (text, f"{expression}.read()") if isinstance(text, str) else (text.decode(), f"{expression}.read().decode()")
    if isinstance(value, tuple) and not hasattr(value, "_fields") and value and not isinstance(value[0], str):
        return find(value[0], f"{expression}[0]", depth + 1)
    if is_parts(value):
        name = ("part", "piece", "item", "element", "member")[min(depth, 8) // 2]
        found = [find(part, name, depth + 2) for part in value]
        if not found:
            return "", None
        if any(item is None for item in found):
            return None
        inner = found[0][1]
        if inner is None:
            return "", None
        return " ".join(text.strip() for text, _ in found), f'" ".join({inner}.strip() for {name} in {expression})'
    for key in TEXTS + PARTS:
        if isinstance(value, dict):
            item, path = value.get(key), f'{expression}["{key}"]'
        else:
            item, path = getattr(value, key, None), f"{expression}.{key}"
        if item is None or callable(item) or (key in TEXTS and not isinstance(item, str)):
            continue
        if key == "alternatives" and item:
            item, path = item[0], f"{path}[0]"
        found = find(item, path, depth + 1)
        if found is not None:
            return found
    return None


def shape_of(value):
    if isinstance(value, dict):
        return "a dict with " + ", ".join(map(str, list(value)[:8]))
    names = [name for name in dir(value) if not name.startswith("_")][:8]
    return f"{type(value).__module__}.{type(value).__name__}" + (f" with {', '.join(names)}" if names else "")


try:
    begun = time.perf_counter()
    spec = importlib.util.spec_from_file_location("engine", runner)
    engine = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(engine)
    loaded = time.perf_counter() - begun
except BaseException as error:
    raised("import", error)
if not clip:
    clip = os.path.join(tempfile.mkdtemp(prefix="ml-engineer-"), "silence.wav")
    with wave.open(clip, "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(16000), file.writeframes(bytes(32000))
try:
    result = engine.transcribe(clip, language)
    if hasattr(result, "__await__"):
        report(stage="shape", shape="a coroutine", isCoroutine=True)
except BaseException as error:
    raised("call", error)
try:
    again = list(result) if hasattr(result, "__next__") and not hasattr(result, "read") else result
    found = find(again, "result")
except BaseException as error:
    raised("call", error)
if found is None or found[1] is None:
    report(stage="shape", shape=shape_of(result), isEmpty=found is not None)
report(stage="done", text=found[0], expression=found[1], load=loaded)
`;
